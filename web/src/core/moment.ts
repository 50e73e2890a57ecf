/** Moments as people write them, in English or French: "yesterday 14:05", "hier 14h05", "2 h ago", "20/11 9:30". Pure. */

import { DAY, HOUR, MINUTE } from "./time-range";

const LEAD = /^(go to|at|on|show|aller à|aller au|aller|à|le|voir)\s+/;
const AGO = /^(?:il y a\s+)?(\d{1,3})\s*(min|m|h|d|j)[a-zéè]*(?:\s+ago)?$/;
const DAYS: Record<string, number> = { today: 0, "aujourd'hui": 0, aujourdhui: 0, yesterday: 1, hier: 1, "avant-hier": 2 };
const UNITS: Record<string, number> = { m: MINUTE, min: MINUTE, h: HOUR, d: DAY, j: DAY };
const TIME = /^(\d{1,2})\s*[:h]\s*(\d{2})?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const SHORT = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$/;

/** Return when somebody means, in ms and before `now`; null for what is no moment. Days and hours are the browser's. */
export function readMoment(typed: string, now: number): number | null {
  let text = typed.trim().toLowerCase().replace("’", "'");
  while (LEAD.test(text)) text = text.replace(LEAD, "");
  const ago = AGO.exec(text);
  if (ago && (text.includes("ago") || text.startsWith("il y a"))) return now - Number(ago[1]) * (UNITS[ago[2] ?? ""] ?? 0);
  const [first = "", ...rest] = text.split(/\s+(?:at\s+|à\s+)?/);
  const alone = readTime(text);
  if (alone !== null) return lastTime(alone, now);
  const day = readDay(first, now);
  const time = rest.length === 0 ? null : readTime(rest.join(" "));
  if (day === null || (time === null && rest.length > 0)) return null;
  const at = timeOn(day, time ?? NOON);
  return at <= now ? at : null;
}

/** What clocks show; days are not all as long, so that this is no time since midnight. */
interface Clock {
  hours: number;
  minutes: number;
}

const NOON: Clock = { hours: 12, minutes: 0 };

function readTime(text: string): Clock | null {
  const [, hours, minutes] = TIME.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes ?? 0) > 59) return null;
  return { hours: Number(hours), minutes: Number(minutes ?? 0) };
}

function readDay(text: string, now: number): Date | null {
  const ago = Object.prototype.hasOwnProperty.call(DAYS, text) ? DAYS[text] : undefined;
  if (ago !== undefined) return dayStart(now, ago);
  const iso = ISO.exec(text);
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const [, day, month, year] = SHORT.exec(text) ?? [];
  if (day === undefined) return null;
  if (year) return dateOf(Number(year), Number(month), Number(day));
  const thisYear = new Date(now).getFullYear();
  const date = dateOf(thisYear, Number(month), Number(day));
  return date && date.getTime() > now ? dateOf(thisYear - 1, Number(month), Number(day)) : date;
}

function dateOf(year: number, month: number, day: number): Date | null {
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}

function dayStart(now: number, ago: number): Date {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - ago);
}

function timeOn(day: Date, { hours, minutes }: Clock): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes).getTime();
}

/** A time of the day that is still to come was meant of the day before. */
function lastTime(clock: Clock, now: number): number {
  const today = timeOn(dayStart(now, 0), clock);
  return today <= now ? today : timeOn(dayStart(now, 1), clock);
}
