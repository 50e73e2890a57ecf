/** What the lines of a chart say beside what they are compared with. */

import type { Variant } from "../../core/charts";
import { indexAt } from "../../core/compare";
import { lastOf } from "../../core/plot";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { useRoom } from "../context";
import type { Drawing, Other } from "./drawing";
import { Legend, type LegendLine } from "./legend";
import { writeValue } from "./value";

interface Props {
  view: HostView;
  variant: Variant;
  drawing: Drawing;
  /** Of the host itself. */
  lines: readonly LegendLine[];
}

export function ComparedLegend({ view, variant, drawing, lines }: Props) {
  const room = useRoom();
  const { others } = drawing;
  const moment = momentOf(view, drawing);
  const say = (other: Other, line: number): string => writeValue(valueAt(other, line, moment), variant.unit);
  const past = others.find(({ overlay }) => overlay.isPast);
  if (view.compared.value && "before" in view.compared.value.what) {
    return <Legend lines={lines.map((line, index) => (past ? { ...line, before: say(past, index) } : line))} />;
  }
  const own = lines.slice(0, 1).map(({ value }) => ({ label: room.hosts.nameOf(view.id), value }));
  const legend = <Legend lines={[...own, ...others.map((other) => ({ label: other.overlay.name, value: say(other, 0) }))]} />;
  if (!variant.lines[0]?.join) return legend;
  return (
    <div class="legend-of">
      <span>{variant.unit === "celsius" ? t.value.comparedHottest : t.value.comparedFullest}</span>
      {legend}
    </div>
  );
}

/** Under the cursor, else at the end (s since 1970 UTC). */
function momentOf(view: HostView, { at, to }: Drawing): number | null {
  return at[view.axis.cursor.value ?? to] ?? null;
}

/** Return what another's line was at a moment; undefined where that was not measured. */
export function valueAt({ at, raw, step }: Other, line: number, moment: number | null): number | null | undefined {
  const index = moment === null ? null : indexAt(at, moment, Math.max(step, 2));
  return index === null ? undefined : lastOf(raw[line]?.mean ?? [], index);
}
