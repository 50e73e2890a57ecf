/** Times as people type them. Pure: `now` is given; days and hours are those of the person's time zone. */

import { DAY, HOUR, MINUTE, SECOND } from "./time-range";

const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY, j: DAY, w: 7 * DAY };
const AGO = /^(?:now|maintenant)?\s*-\s*(\d+(?:[.,]\d+)?)\s*(s|m|min|h|d|j|w)$/;
const CLOCK = "(\\d{1,2})[:h](\\d{2})(?::(\\d{2}))?";
const TIME = new RegExp(`^${CLOCK}$`);
const DATED = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[ t]+${CLOCK})?$`);
const DAY_FIRST = new RegExp(`^(\\d{1,2})[/.](\\d{1,2})(?:[/.](\\d{4}))?(?:[ ,]+${CLOCK})?$`);
const UTC = /^\d{4}-\d\d-\d\d[t ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(z|utc)$/;

/**
 * Read `now`, `-2h`, `14:30`, `2026-05-01 14:30`, `01/05 14:30` or a time in UTC; null for anything else. A time of day
 * that has not come yet was yesterday, a day without its year the last one. Of an hour that clocks show twice it is the first.
 */
export function readTyped(text: string, now: number): number | null {
  const typed = text.trim().toLowerCase();
  if (typed === "now" || typed === "maintenant") return now;
  const ago = AGO.exec(typed);
  if (ago) return now - Number((ago[1] ?? "").replace(",", ".")) * (UNITS[ago[2] ?? ""] ?? NaN);
  if (UTC.test(typed)) return orNull(Date.parse(typed.replace(/\s*(z|utc)$/, "Z").replace(" ", "T").toUpperCase()));
  const today = new Date(now);
  const time = TIME.exec(typed);
  if (time) {
    const at = localOn(today, time.slice(1));
    return at !== null && at > now ? localOn(new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1), time.slice(1)) : at;
  }
  const dated = DATED.exec(typed);
  if (dated) return local(Number(dated[1]), Number(dated[2]), Number(dated[3]), dated.slice(4));
  const dayFirst = DAY_FIRST.exec(typed);
  if (!dayFirst) return null;
  const [day, month, year] = [Number(dayFirst[1]), Number(dayFirst[2]), Number(dayFirst[3] ?? today.getFullYear())];
  const at = local(year, month, day, dayFirst.slice(4));
  return at !== null && at > now && dayFirst[3] === undefined ? local(year - 1, month, day, dayFirst.slice(4)) : at;
}

/** Write a time so that it can be typed again: 2026-05-01 14:30:00; in UTC when clocks show it twice and it is the second. */
export function writeTyped(at: number): string {
  const text = writeLocal(at);
  const isSame = readTyped(text, at) === Math.floor(at / SECOND) * SECOND;
  return isSame ? text : `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function writeLocal(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}

function localOn(day: Date, clock: readonly (string | undefined)[]): number | null {
  return local(day.getFullYear(), day.getMonth() + 1, day.getDate(), clock);
}

/** Null for the 31st of June and for 25 o'clock. */
function local(year: number, month: number, day: number, clock: readonly (string | undefined)[]): number | null {
  const [hours = 0, minutes = 0, seconds = 0] = clock.map((part) => Number(part ?? 0));
  const date = new Date(year, month - 1, day, hours, minutes, seconds);
  const isSame = date.getMonth() === month - 1 && date.getDate() === day && hours < 24 && minutes < 60 && seconds < 60;
  return isSame ? date.getTime() : null;
}

function orNull(at: number): number | null {
  return Number.isNaN(at) ? null : at;
}
