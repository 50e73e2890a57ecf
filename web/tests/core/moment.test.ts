import { describe, expect, it } from "vitest";
import { readMoment } from "../../src/core/moment";

const NOW = new Date(2026, 10, 21, 15, 30).getTime();
const at = (month: number, day: number, hours: number, minutes = 0): number => new Date(2026, month - 1, day, hours, minutes).getTime();

describe("a moment", () => {
  it.each([
    ["14:05", at(11, 21, 14, 5)],
    ["go to yesterday 14:05", at(11, 20, 14, 5)],
    ["hier 14h05", at(11, 20, 14, 5)],
    ["aller à hier à 14h", at(11, 20, 14)],
    ["Yesterday at 9:30", at(11, 20, 9, 30)],
    ["avant-hier 8:00", at(11, 19, 8)],
    ["aujourd’hui 8h", at(11, 21, 8)],
    ["2026-11-01 07:15", at(11, 1, 7, 15)],
    ["1/11 7:15", at(11, 1, 7, 15)],
    ["20.11.2026 23:59", at(11, 20, 23, 59)],
    ["yesterday", at(11, 20, 12)],
    ["16:00", at(11, 20, 16)],
    ["2 h ago", NOW - 2 * 3_600_000],
    ["il y a 30 min", NOW - 30 * 60_000],
    ["il y a 3 jours", NOW - 3 * 86_400_000],
  ])("%s", (typed, expected) => {
    expect(readMoment(typed, NOW)).toBe(expected);
  });

  it.each(["", "web-1", "25:00", "12:60", "31/2 8:00", "2026-13-01", "tomorrow 8:00", "today 16:00", "yesterday what", "14"])("%j is none", (typed) => {
    expect(readMoment(typed, NOW)).toBeNull();
  });
});
