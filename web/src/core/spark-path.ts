/** The newest numbers of a series as SVG paths, in a box of `BOX` units each way that is stretched to its place. Pure. */

import type { Ring } from "./ring";

export const BOX = 1_000;
const FEW = 30; // a young series fills its place sooner

export interface SparkPath {
  line: string;
  /** What lies under the line. */
  ground: string;
}

/** `top` is the value at the upper edge. What was not measured is a hole in both the line and the ground under it. */
export function sparkPath(ring: Ring, top: number): SparkPath {
  const { length } = ring;
  const step = BOX / (Math.max(length, FEW) - 1);
  const path: SparkPath = { line: "", ground: "" };
  let run = "";
  let [first, last] = [0, 0];
  for (let index = 0; index <= length; index += 1) {
    const value = index < length ? ring.nth(index) : NaN;
    if (Number.isNaN(value)) {
      if (run) append(path, run, first, last);
      run = "";
      continue;
    }
    last = Math.round(BOX - (length - 1 - index) * step);
    if (!run) first = last;
    run += `${last},${Math.round(BOX - (Math.min(top, value) / top) * BOX)} `;
  }
  return path;
}

/** Return the value at the upper edge of rings that are drawn to the greatest there is. */
export function greatestOf(rings: readonly Ring[]): number {
  let most = 1;
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 1) {
      const value = ring.nth(index);
      if (value > most) most = value; // false for NaN
    }
  }
  return most * 1.1;
}

function append(path: SparkPath, run: string, first: number, last: number): void {
  path.line += `M${run}`;
  path.ground += `M${first},${BOX}L${run}L${last},${BOX}Z`;
}
