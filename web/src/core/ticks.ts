/** Where a time axis has its labels: at round times of the person's day. Pure; everything in ms. */

import { DAY, HOUR, lengthOf, MINUTE, SECOND, type Range } from "./time-range";

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 3, 7, 14, 30, 60, 90, 180, 365].map((count) => count * DAY),
];

export interface Ticks {
  step: number;
  at: number[];
}

const SHIFT = 3 * HOUR; // more than any clock is ever set on or back by
const CROWDED = 0.7; // of a step: what is nearer than that to the tick before is left out

/** What local time is ahead of UTC by at a moment (ms). */
export type OffsetAt = (at: number) => number;

/** Return as many as there is room for, `apart` pixels from each other. */
export function ticksOf(range: Range, pixels: number, apart: number, offsetAt: OffsetAt): Ticks {
  const most = Math.max(1, Math.floor(pixels / apart));
  const step = STEPS.find((one) => lengthOf(range) / one <= most) ?? 365 * DAY;
  return { step, at: step < HOUR ? evenTicks(range, step, offsetAt(range.from)) : localTicks(range, step, offsetAt) };
}

/** Clocks are set by half hours at least, so that steps below an hour stay round across that. */
function evenTicks({ from, to }: Range, step: number, offset: number): number[] {
  const first = Math.ceil((from + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function localTicks({ from, to }: Range, step: number, offsetAt: OffsetAt): number[] {
  const first = Math.floor((from + offsetAt(from) - SHIFT) / step) * step;
  const last = to + offsetAt(to) + SHIFT;
  const ticks: number[] = [];
  for (let local = first; local <= last; local += step) {
    for (const at of momentsOf(local, offsetAt)) {
      const isCrowded = at - (ticks[ticks.length - 1] ?? -Infinity) < CROWDED * step;
      if (at >= from && at <= to && !isCrowded) ticks.push(at);
    }
  }
  return ticks;
}

/** Return when clocks show a local time: twice when they are set back over it, never when they are set on. */
function momentsOf(local: number, offsetAt: OffsetAt): number[] {
  const offsets = new Set([offsetAt(local - DAY), offsetAt(local + DAY)]);
  return [...offsets].filter((offset) => offsetAt(local - offset) === offset).map((offset) => local - offset).sort((a, b) => a - b);
}

/** Return where in a stretch a moment is, from 0 to 1. */
export function shareOf(at: number, { from, to }: Range): number {
  return (at - from) / (to - from);
}
