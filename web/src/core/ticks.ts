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

/** Return as many as there is room for, `apart` pixels from each other. `offset`: what local time is ahead of UTC by. */
export function ticksOf(range: Range, pixels: number, apart: number, offset: number): Ticks {
  const most = Math.max(1, Math.floor(pixels / apart));
  const step = STEPS.find((one) => lengthOf(range) / one <= most) ?? 365 * DAY;
  const first = Math.ceil((range.from + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((range.to - first) / step) + 1);
  return { step, at: Array.from({ length: count }, (_, index) => first + index * step) };
}

/** Return where in a stretch a moment is, from 0 to 1. */
export function shareOf(at: number, { from, to }: Range): number {
  return (at - from) / (to - from);
}
