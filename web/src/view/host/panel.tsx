/** A chart with its title, its choice of variants, and what its lines say at the cursor. */

import { useSignal } from "@preact/signals";
import type { Group, VariantId } from "../../core/charts";
import { newestOf, type Plot } from "../../core/plot";
import { t } from "../../i18n/language";
import type { Axis } from "../../store/axis";
import type { HostView } from "../../store/host-view";
import { Chart } from "./chart";
import { Legend, type LegendLine } from "./legend";
import { writeLabel, writeValue } from "./value";
import "./panel.css";

interface Props {
  view: HostView;
  group: Group;
  axis: Axis;
}

export function Panel({ view, group, axis }: Props) {
  const chosen = useSignal<VariantId | null>(null);
  const plot = useSignal<Plot | null>(null);
  const variant = group.variants.find((one) => one.id === chosen.value) ?? group.variants[0];
  if (!variant) return null;
  const row = axis.cursor.value;
  const lines: LegendLine[] = variant.lines.map((line, index) => {
    const values = plot.value?.raw[index] ?? [];
    const value = row === null ? newestOf(values) : values[row];
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
                onClick={() => (chosen.value = one.id)}
              >
                {t.value.variants[one.id]}
              </button>
            ))}
          </div>
        )}
      </header>
      <Legend lines={lines} />
      <Chart key={variant.id} view={view} variant={variant} axis={axis} title={title} onPlot={(next) => (plot.value = next)} />
    </div>
  );
}
