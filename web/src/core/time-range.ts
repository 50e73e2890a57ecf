/** Stretches of a host's time: zooming, panning, how fine they are asked for. Pure; everything in ms since 1970 UTC. */

export interface Range {
  from: number;
  to: number;
}

/** What the person looks at: the last so many ms, moving, or a stretch that stands still. */
export type Look = { live: number } | Range;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const LIVE_MS = 10 * MINUTE;
export const LEAST_MS = 10 * SECOND;

/** How wide a point may be. Whole numbers of each other's, so that panning does not move the points about. */
const STEPS = [
  ...[0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 15, 20, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7].map((days) => days * DAY),
];

export function isLive(look: Look): look is { live: number } {
  return "live" in look;
}

/** Widen what is shorter than anybody can look at. */
export function atLeast({ from, to }: Range): Range {
  const more = Math.max(0, LEAST_MS - (to - from)) / 2;
  return { from: from - more, to: to + more };
}

export function lengthOf({ from, to }: Range): number {
  return to - from;
}

/** Return the finest step that needs no more than `points` for a stretch of `length`. */
export function stepFor(length: number, points: number): number {
  return STEPS.find((step) => length / step <= points) ?? 7 * DAY;
}

/** Widen a stretch to whole steps, counted from 1970: every request of one step cuts time at the same places. */
export function aligned({ from, to }: Range, step: number): Range {
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step };
}

/** Add a share of the length at either end, for what comes into sight first when one pans. */
export function widened({ from, to }: Range, share: number): Range {
  const margin = (to - from) * share;
  return { from: Math.max(0, from - margin), to: to + margin };
}

export function covers(outer: Range, inner: Range): boolean {
  return outer.from <= inner.from && outer.to >= inner.to;
}

export function overlaps(one: Range, other: Range): boolean {
  return one.from <= other.to && one.to >= other.from;
}
