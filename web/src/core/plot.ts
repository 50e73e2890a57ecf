/** A chart variant's numbers as drawn: stacked or not, and up to where the axis goes. Pure. */

import type { Line, Variant } from "./charts";
import type { Band, Points, Values } from "./points";

export interface Plot {
  at: number[];
  /** How wide a point is, in seconds. */
  step: number;
  /** What each line says, for the legend. */
  raw: Band[];
  /** Where each line is drawn. */
  drawn: Band[];
  top: number | null;
}

export function plotOf(points: Points, variant: Variant): Plot {
  const raw = variant.lines.map((line) => sumOf(points, line));
  return { at: points.at, step: points.step / 1_000, raw, drawn: variant.stacked ? stack(raw) : raw, top: topOf(points, variant) };
}

/** Of several columns low and high are bounds: they need not have been reached by all at once. */
function sumOf({ at, columns }: Points, { keys, join = plus }: Line): Band {
  const bands = keys.map((key) => columns.get(key)).filter((one): one is Band => one !== undefined);
  if (bands.length === 1 && bands[0]) return bands[0];
  const hasBounds = bands.some(({ low }) => low);
  const sum = (of: (band: Band) => Values): Values => at.map((_, index) => total(bands, join, (band) => of(band)[index]));
  return {
    mean: sum(({ mean }) => mean),
    low: hasBounds ? sum(({ mean, low }) => low ?? mean) : null,
    high: hasBounds ? sum(({ mean, high }) => high ?? mean) : null,
  };
}

/** Null where none of them was measured. */
function total(bands: readonly Band[], join: typeof plus, of: (band: Band) => number | null | undefined): number | null {
  let sum: number | null = null;
  for (const band of bands) {
    const value = of(band);
    if (value !== null && value !== undefined) sum = sum === null ? value : join(sum, value);
  }
  return sum;
}

const plus = (a: number, b: number): number => a + b;

/** Each line stands on those before it; a hole in one is a hole in all that stand on it. */
export function stack(lines: readonly Band[]): Band[] {
  const stacked: Band[] = [];
  for (const { mean, low, high } of lines) {
    const ground = stacked[stacked.length - 1]?.mean;
    const raised = (values: Values): Values => values.map((value, index) => onTop(value, ground ? ground[index] : 0));
    stacked.push({ mean: raised(mean), low: low && raised(low), high: high && raised(high) });
  }
  return stacked;
}

function onTop(value: number | null, ground: number | null | undefined): number | null {
  if (value === null || ground === null || ground === undefined) return null;
  return value + ground;
}

/** Return the last number of a line up to a point that was measured; not one from long before. */
export function lastOf(values: Values, upTo = values.length - 1): number | null {
  for (let index = upTo; index >= Math.max(0, upTo - 4); index -= 1) {
    const value = values[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** Return which numbers have none beside them: no line is drawn of those. */
export function alone(values: ArrayLike<number | null | undefined>): number[] {
  const isHole = (index: number): boolean => (values[index] ?? null) === null;
  const found: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (!isHole(index) && isHole(index - 1) && isHole(index + 1)) found.push(index);
  }
  return found;
}

/** Return the greatest number drawn from one point to another, both included. */
export function highest(bands: readonly Band[], from: number, to: number): number {
  let most = 0;
  for (const { mean, high } of bands) {
    for (let index = from; index <= to; index += 1) {
      const value = high?.[index] ?? mean[index] ?? 0;
      if (value > most) most = value;
    }
  }
  return most;
}

function topOf({ columns }: Points, { top }: Variant): number | null {
  if (typeof top === "number") return top;
  const values = top && columns.get(top.key)?.mean;
  return values ? anyOf(values) : null;
}

/** What a machine has in all seldom changes: the last number there is. */
function anyOf(values: Values): number | null {
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}
