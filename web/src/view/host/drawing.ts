/** What a chart is drawn of at a moment. */

import { highest, type Plot } from "../../core/plot";
import type { Overlay, Picture } from "../../store/host-view";

export interface Drawing extends Plot {
  /** Of the points in sight: the first, the last, and the highest of what they reach. */
  from: number;
  to: number;
  highest: number;
  /** What it is compared with. */
  others: Other[];
}

export interface Other extends Plot {
  overlay: Overlay;
}

export const BLANK: Drawing = { at: [], step: 1, raw: [], drawn: [], top: null, from: 0, to: -1, highest: 0, others: [] };

export function drawingOf(plot: Plot, { range }: Picture, others: Other[]): Drawing {
  const inSight = ({ at }: Plot): [number, number] => [firstFrom(at, range.from / 1_000), firstFrom(at, range.to / 1_000 + 0.001) - 1];
  const [from, to] = inSight(plot);
  const most = [plot, ...others].map((one) => highest(one.drawn, ...inSight(one)));
  return { ...plot, from, to, highest: Math.max(...most), others };
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
