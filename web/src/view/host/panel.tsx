/** A chart with its title, its choice of variants, and what its lines say at the cursor. */

import { useSignal } from "@preact/signals";
import type { Group } from "../../core/charts";
import { lastOf } from "../../core/plot";
import { isLive } from "../../core/time-range";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
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
  const point = view.axis.cursor.value;
  const { raw, to } = drawing.value;
  const isNow = isLive(view.axis.look.value);
  const lines: LegendLine[] = variant.lines.map((line, index) => {
    const values = raw[index]?.mean ?? [];
    const last = (isNow ? view.live.table.newest(line.keys) : null) ?? lastOf(values, to);
    const value = point === null ? last : values[point];
    return { label: writeLabel(line.label, variant.id === "cores"), value: writeValue(value, variant.unit) };
  });
  const title = t.value.groups[group.id];
  return (
    <div class="panel" role="group" data-testid={`host-chart-${group.id}`} aria-label={title}>
      <header class="panel-head">
        <h2>{title}</h2>
        {group.variants.length > 1 && (
          <div class="panel-choice" role="group" aria-label={title}>
            {group.variants.map((one) => (
              <button
                key={one.id}
                type="button"
                aria-pressed={one === variant}
                data-testid={`variant-${group.id}-${one.id}`}
                onClick={() => view.choose(group.id, one.id)}
              >
                {t.value.variants[one.id]}
              </button>
            ))}
          </div>
        )}
      </header>
      <Legend lines={lines} />
      <Chart
        key={variant.id}
        view={view}
        group={group.id}
        variant={variant}
        title={title}
        onDrawing={(next) => (drawing.value = next)}
      />
    </div>
  );
}
