/** What a chart is drawn of at a moment. */

import { highest, type Plot } from "../../core/plot";
import type { Picture } from "../../store/host-view";

export interface Drawing extends Plot {
  /** Of the points in sight: the first, the last, and the highest of what they reach. */
  from: number;
  to: number;
  highest: number;
}

export const BLANK: Drawing = { at: [], step: 1, raw: [], drawn: [], top: null, from: 0, to: -1, highest: 0 };

export function drawingOf(plot: Plot, { range }: Picture): Drawing {
  const from = firstFrom(plot.at, range.from / 1_000);
  const to = firstFrom(plot.at, range.to / 1_000 + 0.001) - 1;
  return { ...plot, from, to, highest: highest(plot.drawn, from, to) };
}

/** Return the index of the first time not before `from`; the times ascend. */
function firstFrom(at: readonly number[], from: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
