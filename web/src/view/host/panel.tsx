/** A chart with its title, its choice of variants, and what its lines say at the cursor. */

import { useSignal } from "@preact/signals";
import type { Group, Variant } from "../../core/charts";
import { lastOf } from "../../core/plot";
import { isLive } from "../../core/time-range";
import { othersMay } from "../../edge/mark";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { chartTable, comparedLegend, panelTools } from "../shell/pieces";
import { Chart } from "./chart";
import { BLANK, type Drawing } from "./drawing";
import { Legend, type LegendLine } from "./legend";
import { writeLabel, writeValue } from "./value";
import "./panel.css";

interface Props {
  view: HostView;
  group: Group;
}

export function Panel({ view, group }: Props) {
  const drawing = useSignal<Drawing>(BLANK);
  const variant = view.variantOf(group);
  if (!variant) return null;
  const title = t.value.groups[group.id];
  const isTable = view.tabled.value.includes(group.id);
  const parts = { view, group: group.id, variant, title, onDrawing: (next: Drawing): void => void (drawing.value = next) };
  return (
    <div class={`panel${view.enlarged.value === group.id ? " panel-large" : ""}`} role="group" data-testid={`host-chart-${group.id}`} aria-label={title}>
      <header class="panel-head">
        <h3>{title}</h3>
        {group.variants.length > 1 && <Choice view={view} group={group} variant={variant} />}
        <div class="panel-tools">{othersMay.value && <panelTools.View view={view} group={group.id} />}</div>
      </header>
      {view.compared.value ? (
        <comparedLegend.View view={view} variant={variant} drawing={drawing.value} lines={linesOf(view, variant, drawing.value)} />
      ) : (
        <Legend lines={linesOf(view, variant, drawing.value)} />
      )}
      {isTable ? <chartTable.View {...parts} /> : <Chart key={variant.id} {...parts} />}
    </div>
  );
}

function Choice({ view, group, variant }: Props & { variant: Variant }) {
  return (
    <div class="panel-choice" role="group" aria-label={t.value.groups[group.id]}>
      {group.variants.map(({ id }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === variant.id}
          data-testid={`variant-${group.id}-${id}`}
          onClick={() => view.choose(group.id, id)}
        >
          {t.value.variants[id]}
        </button>
      ))}
    </div>
  );
}

/** At the cursor, else now, else at the end of what is shown. */
function linesOf(view: HostView, variant: Variant, { raw, to }: Drawing): LegendLine[] {
  const point = view.axis.cursor.value;
  const isNow = isLive(view.axis.look.value);
  return variant.lines.map((line, index) => {
    const values = raw[index]?.mean ?? [];
    const last = (isNow ? view.live.table.newest(line.keys) : null) ?? lastOf(values, to);
    const value = point === null ? last : values[point];
    return { label: writeLabel(line.label, variant.id === "cores"), value: writeValue(value, variant.unit) };
  });
}
