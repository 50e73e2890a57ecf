/** A chart with its title, its choice of variants, and what its lines say at the cursor. */

import { useSignal } from "@preact/signals";
import type { Group, GroupId, Variant, VariantId } from "../../core/charts";
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
  /** It tells nothing now. */
  isAway: boolean;
}

export function Panel(props: Props) {
  const { view, group } = props;
  const drawing = useSignal<Drawing>(BLANK);
  const variant = view.variantOf(group);
  if (!variant) return null;
  const title = t.value.groups[group.id];
  const choices = group.variants.filter((one) => view.drawnAs(group, one).id === one.id);
  const lines = linesOf(props, variant, drawing.value);
  const isTable = view.tabled.value.includes(group.id);
  const parts = { view, group: group.id, variant, title, onDrawing: (next: Drawing): void => void (drawing.value = next) };
  return (
    <div class={`panel${view.enlarged.value === group.id ? " panel-large" : ""}`} role="group" data-testid={`host-chart-${group.id}`} aria-label={title}>
      <header class="panel-head">
        <h3>{title}</h3>
        {choices.length > 1 && <Choice view={view} group={group.id} choices={choices} shown={variant.id} />}
        <div class="panel-tools">{othersMay.value && <panelTools.View view={view} group={group.id} />}</div>
      </header>
      {view.compared.value ? (
        <comparedLegend.View view={view} variant={variant} drawing={drawing.value} lines={lines} />
      ) : (
        <Legend lines={lines} />
      )}
      {isTable ? <chartTable.View {...parts} /> : <Chart key={variant.id} {...parts} />}
    </div>
  );
}

interface ChoiceProps {
  view: HostView;
  group: GroupId;
  /** Those that make a difference. */
  choices: readonly Variant[];
  shown: VariantId;
}

function Choice({ view, group, choices, shown }: ChoiceProps) {
  return (
    <div class="panel-choice" role="group" aria-label={t.value.groups[group]}>
      {choices.map(({ id }) => (
        <button key={id} type="button" aria-pressed={id === shown} data-testid={`variant-${group}-${id}`} onClick={() => view.choose(group, id)}>
          {t.value.variants[id]}
        </button>
      ))}
    </div>
  );
}

/** At the cursor, else now, else at the end of what is shown. Of a host that is away nothing is now. */
function linesOf({ view, isAway }: Props, variant: Variant, { raw, to }: Drawing): LegendLine[] {
  const point = view.axis.cursor.value;
  const isNow = isLive(view.axis.look.value);
  return variant.lines.map((line, index) => {
    const values = raw[index]?.mean ?? [];
    const last = (isNow ? view.live.table.newest(line.keys) : null) ?? lastOf(values, to);
    const value = point === null ? (isNow && isAway ? null : last) : values[point];
    return { label: writeLabel(line.label, variant.id === "cores"), value: writeValue(value, variant.unit) };
  });
}
