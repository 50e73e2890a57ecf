/** The longer stretch of time an overview shows around what one looks at, and what moving in it means. Pure; ms. */

import { settled, type Limits } from "./navigate";
import { DAY, HOUR, LEAST_MS, lengthOf, type Look, type Range } from "./time-range";

const LENGTHS = [HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 730 * DAY];
const WIDER = 4;
const MARGIN = 0.08;

/**
 * Return the stretch an overview shows: at least four times what is in sight. While that lies well inside the stretch
 * shown `before`, this one stays.
 */
export function contextOf(range: Range, { oldest, newest }: Limits, before: Range | null): Range {
  const all = Math.max(HOUR, newest - oldest);
  const wanted = LENGTHS.find((length) => length >= WIDER * lengthOf(range)) ?? all;
  const length = Math.max(lengthOf(range), Math.min(wanted, all));
  if (range.to >= newest - length * 0.001) return { from: newest - length, to: newest };
  const inside = before && lengthOf(before) === length && before.to <= newest;
  if (inside && range.from >= before.from + MARGIN * length && range.to <= before.to - MARGIN * length) return before;
  const from = (range.from + range.to - length) / 2;
  const to = Math.min(newest, Math.max(from, oldest) + length);
  return { from: to - length, to };
}

export type Grip = "from" | "to" | "both";

/** Move one end of a stretch, or all of it, by so many ms. */
export function gripped({ from, to }: Range, grip: Grip, by: number, limits: Limits): Look {
  if (grip === "both") return settled({ from: from + by, to: to + by }, limits);
  if (grip === "from") return settled({ from: Math.max(limits.oldest, Math.min(from + by, to - LEAST_MS)), to }, limits);
  return settled({ from, to: Math.max(to + by, from + LEAST_MS) }, limits, true);
}
