/** Moving along a host's time: zooming about a moment, panning, presets. Pure; everything in ms. */

import { DAY, HOUR, LEAST_MS, lengthOf, LIVE_MS, type Look, type Range } from "./time-range";

/** From when to when there is anything to see. */
export interface Limits {
  oldest: number;
  newest: number;
}

const PRESETS = [LIVE_MS, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 730 * DAY];
const ALWAYS = 2;

/** Return the spans worth a button: those a host is old enough for, and the first that shows all there is. */
export function presets({ oldest, newest }: Limits): number[] {
  const whole = PRESETS.findIndex((span) => span >= newest - oldest);
  return PRESETS.slice(0, Math.max(ALWAYS, whole < 0 ? PRESETS.length : whole + 1));
}

/** Make a stretch `factor` times as long; the moment `at` stays where it is on the screen. */
export function zoomed(range: Range, factor: number, at: number, limits: Limits): Look {
  const before = lengthOf(range);
  const most = Math.max(LIVE_MS, limits.newest - limits.oldest);
  const length = Math.min(most, Math.max(LEAST_MS, before * factor));
  const from = at - ((at - range.from) / before) * length;
  return settled({ from, to: from + length }, limits);
}

/** Move a stretch by so many ms, to the right where they are positive. */
export function panned({ from, to }: Range, by: number, limits: Limits): Look {
  return settled({ from: from + by, to: to + by }, limits);
}

/** Return the stretch of that length with which everything begins. */
export function first(length: number, { oldest, newest }: Limits): Look {
  return settled({ from: oldest, to: oldest + length }, { oldest, newest });
}

/**
 * Nothing lies right of now: what touches it is live. Left of the oldest there is nothing either. `isBegun`: the beginning
 * stays where it is, also when the end has gone beyond now.
 */
export function settled(range: Range, { oldest, newest }: Limits, isBegun = false): Look {
  const length = (isBegun ? Math.min(range.to, newest) : range.to) - range.from;
  const from = Math.max(range.from, Math.min(oldest, newest - length));
  return from + length >= newest ? { live: length } : { from, to: from + length };
}
