/** Stretches of time as the person's language writes them. Pure. */

import { unitOptions } from "./format";

const HOUR_MS = 3_600_000;
const MINUTES: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const DAY = 86_400;
/** Each unit, how many seconds it has, and from how many on it is used: a day is 24 h, two are 2 d. */
const ROUND: [unit: string, length: number, least: number][] = [
  ["year", 365 * DAY, 365 * DAY],
  ["day", DAY, 2 * DAY],
  ["hour", 3_600, 3_600],
  ["minute", 60, 60],
  ["second", 1, 0],
];

/** Write a stretch between two times (ms since 1970 UTC); what both share stands once. */
export function writeRange(language: string, from: number, to: number, withYear = false): string {
  const seconds = to - from < HOUR_MS ? ({ second: "2-digit" } as const) : {};
  const year = withYear ? ({ year: "numeric" } as const) : {};
  return new Intl.DateTimeFormat(language, { ...MINUTES, ...seconds, ...year }).formatRange(from, to);
}

/** Write a round length of time by one unit: 10 min, 24 h, 7 d, 2 y. */
export function writeSpan(language: string, seconds: number): string {
  const [unit, length] = ROUND.find(([, , least]) => seconds >= least) ?? ["second", 1];
  return new Intl.NumberFormat(language, { ...unitOptions(language, unit), maximumFractionDigits: 1 }).format(seconds / length);
}
