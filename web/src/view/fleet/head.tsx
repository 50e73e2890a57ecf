/** The heads of the columns: each sorts by its column. */

import type { Sort } from "../../core/order";
import { t } from "../../i18n/language";
import { order } from "../../store/preferences";
import { Icon } from "../parts/icon";

const COLUMNS: Sort[] = ["name", "cpu", "memory", "disk", "network", "load", "uptime"];

export function Head() {
  return (
    <div class="fleet-head" role="row" aria-rowindex={1}>
      {COLUMNS.map((by) => (
        <ColumnHead key={by} by={by} />
      ))}
    </div>
  );
}

function ColumnHead({ by }: { by: Sort }) {
  const { by: current, down } = order.value;
  const shown = current === by;
  return (
    <div class={`cell cell-${by}`} role="columnheader" aria-sort={shown ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" class="head-button" data-testid={`sort-${by}`} onClick={() => turn(by)}>
        {t.value[by]}
        {shown && <Icon name={down ? "down" : "up"} size={11} />}
      </button>
    </div>
  );
}

/** First the greatest (of names: A), then the other way round, then back to the order by status. */
export function turn(by: Sort): void {
  const first = by !== "name" && by !== "status";
  const { by: current, down } = order.value;
  if (current !== by) order.value = { by, down: first };
  else if (down === first) order.value = { by, down: !first };
  else order.value = { by: "status", down: false };
}
