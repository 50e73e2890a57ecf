/** A link that saves what the charts show: the hub writes it as CSV. */

import { seriesOf } from "../../core/charts";
import { aligned, lengthOf } from "../../core/time-range";
import { historyAddress, MOST_CELLS, MOST_COLUMNS } from "../../edge/history-http";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { Icon } from "../parts/icon";

export function Export({ view, name }: { view: HostView; name: string }) {
  const count = seriesOf(view.variants.value, false).length;
  const texts = t.value;
  return (
    <a
      class="icon-button"
      download={`${name}.csv`}
      href={addressOf(view)}
      aria-label={texts.exportTitle}
      title={count > MOST_COLUMNS ? texts.exportPart(MOST_COLUMNS) : texts.exportTitle}
      data-testid="export-csv"
      // What is live has moved on since this was drawn.
      onClick={(event) => (event.currentTarget.href = addressOf(view))}
    >
      <Icon name="save" size={14} />
    </a>
  );
}

/** The rows in sight: as fine as they are drawn, unless the hub would not write so many at once. */
function addressOf(view: HostView): string {
  const columns = seriesOf(view.variants.peek(), false).slice(0, MOST_COLUMNS);
  const step = view.picture.peek()?.points.step ?? 1_000;
  const range = aligned(view.range(), step);
  const points = Math.min(Math.round(lengthOf(range) / step), Math.floor(MOST_CELLS / Math.max(1, columns.length)));
  return historyAddress(view.id, { ...range, points, columns }, "csv");
}
