/** A chart variant's numbers as drawn: stacked or not, and up to where the axis goes. Pure. */

import type { Variant } from "./charts";
import type { SeriesTable, Values } from "./series";

export interface Plot {
  /** What each line says, for the legend. */
  raw: Values[];
  /** Where each line is drawn. */
  drawn: Values[];
  top: number | null;
}

export function plotOf(table: SeriesTable, variant: Variant): Plot {
  const raw = variant.lines.map((line) => table.sum(line.keys));
  return { raw, drawn: variant.stacked ? stack(raw) : raw, top: topOf(table, variant) };
}

/** Each line stands on those before it; a hole in one is a hole in all that stand on it. */
export function stack(lines: readonly Values[]): Values[] {
  const stacked: Values[] = [];
  for (const line of lines) {
    const ground = stacked[stacked.length - 1];
    stacked.push(line.map((value, index) => onTop(value, ground ? ground[index] : 0)));
  }
  return stacked;
}

function onTop(value: number | null, ground: number | null | undefined): number | null {
  if (value === null || ground === null || ground === undefined) return null;
  return value + ground;
}

/** Return the newest number of a line that was measured, undefined when there is none. */
export function newestOf(values: Values): number | null {
  for (let index = values.length - 1; index >= Math.max(0, values.length - 5); index -= 1) {
    const value = values[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

function topOf(table: SeriesTable, variant: Variant): number | null {
  if (typeof variant.top === "number") return variant.top;
  const column = variant.top ? table.get(variant.top.key) : undefined;
  return column ? newestOf(column) : null;
}
