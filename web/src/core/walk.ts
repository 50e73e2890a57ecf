/** Moving through a fleet's list by keys: along rows, or along lines of tiles. Pure. */

import type { Item } from "./fleet-items";

export type Step = "up" | "down" | "left" | "right" | "first" | "last" | "page-up" | "page-down";

interface Line {
  /** Which item it is. */
  item: number;
  ids: readonly string[];
}

/** Where a host stands. */
export interface Place {
  item: number;
  id: string;
}

/** Return where a step leads from a host; from nowhere to the first, or the last when one goes up. `page`: lines of a page. */
export function stepFrom(items: readonly Item[], from: string, step: Step, page: number): Place | null {
  const lines = linesOf(items);
  const at = lines.findIndex(({ ids }) => ids.includes(from));
  const ends = { first: lines[0], last: lines[lines.length - 1] };
  if (lines.length === 0) return null;
  if (step === "last" || (at < 0 && (step === "up" || step === "page-up"))) return placeIn(ends.last, Infinity);
  if (step === "first" || at < 0) return placeIn(ends.first, 0);
  const column = lines[at]?.ids.indexOf(from) ?? 0;
  if (step === "left" || step === "right") return sideways(lines, at, column + (step === "left" ? -1 : 1));
  const by = { up: -1, down: 1, "page-up": -page, "page-down": page }[step];
  return placeIn(lines[Math.min(lines.length - 1, Math.max(0, at + by))], column);
}

/** Return which item a host is in, -1 when it is not shown. */
export function itemOf(items: readonly Item[], id: string): number {
  return items.findIndex((item) => item.kind === "hosts" && item.ids.includes(id));
}

function sideways(lines: readonly Line[], at: number, column: number): Place | null {
  const line = lines[at];
  if (column < 0) return placeIn(lines[Math.max(0, at - 1)], at === 0 ? 0 : Infinity);
  if (line && column >= line.ids.length) return at + 1 < lines.length ? placeIn(lines[at + 1], 0) : placeIn(line, Infinity);
  return placeIn(line, column);
}

function placeIn(line: Line | undefined, column: number): Place | null {
  const id = line?.ids[Math.min(line.ids.length - 1, column)];
  return line && id !== undefined ? { item: line.item, id } : null;
}

function linesOf(items: readonly Item[]): Line[] {
  return items.flatMap((item, index) => (item.kind === "hosts" ? [{ item: index, ids: item.ids }] : []));
}
