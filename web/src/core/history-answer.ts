/** What the hub answers about a host's past, as points. Pure. */

import type { Band, Points, Values } from "./points";

/** What `GET /api/hosts/{id}/history` answers. */
export interface HistoryAnswer {
  from: number;
  to: number;
  resolution_ms: number;
  step_ms: number;
  start: number;
  columns: { name: string; unit: string; mean: Values; min?: Values; max?: Values }[];
}

/** Read an answer; what lies after `until` (ms) was not over when it was given, and is left out. */
export function pointsOf(answer: HistoryAnswer, until: number): Points {
  const { start, step_ms: step } = answer;
  const whole = Math.max(0, ...answer.columns.map(({ mean }) => mean.length));
  const count = Math.min(whole, Math.max(0, Math.ceil((until - start) / step)));
  const at = Array.from({ length: count }, (_, index) => (start + (index + 0.5) * step) / 1_000);
  const cut = (values: Values | undefined): Values | null => (values ? values.slice(0, count) : null);
  const columns = answer.columns.map(({ name, mean, min, max }): [string, Band] => [
    name,
    { mean: mean.slice(0, count), low: cut(min), high: cut(max) },
  ]);
  return { at, step, columns: new Map(columns) };
}

/** Put columns that were asked for apart onto the axis of the first: their points may begin some ms beside its. */
export function sideBySide([first, ...others]: readonly HistoryAnswer[]): HistoryAnswer | null {
  if (!first) return null;
  const columns = [...first.columns];
  const count = columns[0]?.mean.length ?? 0;
  for (const answer of others) {
    if (answer.step_ms !== first.step_ms) continue;
    const by = Math.round((answer.start - first.start) / first.step_ms);
    for (const { name, unit, mean, min, max } of answer.columns) {
      columns.push({
        name,
        unit,
        mean: moved(mean, by, count),
        ...(min && max ? { min: moved(min, by, count), max: moved(max, by, count) } : {}),
      });
    }
  }
  return { ...first, columns };
}

function moved(values: Values, by: number, count: number): Values {
  if (by === 0 && values.length === count) return values;
  return Array.from({ length: count }, (_, index) => values[index - by] ?? null);
}
