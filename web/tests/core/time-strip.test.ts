import { describe, expect, it } from "vitest";
import { contextOf, gripped } from "../../src/core/context-range";
import { readLook } from "../../src/core/look-address";
import { readMoment, writeLook } from "../../src/core/look-link";
import { shareOf, ticksOf } from "../../src/core/ticks";
import { DAY, HOUR, LEAST_MS, LIVE_MS, MINUTE } from "../../src/core/time-range";
import { readTyped, writeTyped } from "../../src/core/typed-time";

const NOW = new Date(2026, 4, 1, 12, 0, 0).getTime();
const LIMITS = { oldest: NOW - 30 * DAY, newest: NOW };

describe("the overview", () => {
  it("shows several times what is in sight, and ends now", () => {
    expect(contextOf({ from: NOW - LIVE_MS, to: NOW }, LIMITS, null)).toEqual({ from: NOW - HOUR, to: NOW });
  });

  it("stays while one moves within it", () => {
    const range = { from: NOW - 10 * HOUR, to: NOW - 10 * HOUR + LIVE_MS };
    const first = contextOf(range, LIMITS, null);
    const moved = { from: range.from + 5 * MINUTE, to: range.to + 5 * MINUTE };
    expect(contextOf(moved, LIMITS, first)).toBe(first);
    const away = { from: range.from + 2 * HOUR, to: range.to + 2 * HOUR };
    expect(contextOf(away, LIMITS, first)).not.toBe(first);
  });

  it("holds all of what is in sight, also of a young host", () => {
    const young = { oldest: NOW - MINUTE, newest: NOW };
    const range = { from: NOW - 3 * HOUR, to: NOW };
    const around = contextOf(range, young, null);
    expect(around.from).toBeLessThanOrEqual(range.from);
    expect(around.to).toBeGreaterThanOrEqual(range.to);
  });

  it("is stretched by its ends and moved by its middle", () => {
    const range = { from: NOW - 3 * HOUR, to: NOW - 2 * HOUR };
    expect(gripped(range, "from", -HOUR, LIMITS)).toEqual({ from: NOW - 4 * HOUR, to: NOW - 2 * HOUR });
    expect(gripped(range, "to", 30 * MINUTE, LIMITS)).toEqual({ from: NOW - 3 * HOUR, to: NOW - 1.5 * HOUR });
    expect(gripped(range, "to", 9 * HOUR, LIMITS)).toEqual({ live: 3 * HOUR });
    expect(gripped(range, "both", -HOUR, LIMITS)).toEqual({ from: NOW - 4 * HOUR, to: NOW - 3 * HOUR });
    expect(gripped(range, "from", 9 * HOUR, LIMITS)).toEqual({ from: NOW - 2 * HOUR - LEAST_MS, to: NOW - 2 * HOUR });
  });
});

describe("the labels of an axis", () => {
  it("stand at round times of the person's day, with room between them", () => {
    const { step, at } = ticksOf({ from: NOW - DAY, to: NOW }, 900, 88, () => -new Date(NOW).getTimezoneOffset() * MINUTE);
    expect(step).toBe(3 * HOUR);
    expect(at.map((tick) => new Date(tick).getHours() % 3)).toEqual(at.map(() => 0));
    expect(at.length).toBeLessThanOrEqual(10);
    expect(shareOf(NOW - 6 * HOUR, { from: NOW - DAY, to: NOW })).toBe(0.75);
  });

  it("are midnights of a place ahead of UTC", () => {
    const midnight = Date.UTC(2026, 4, 1) - 2 * HOUR;
    expect(ticksOf({ from: midnight - DAY, to: midnight + 2 * DAY }, 300, 88, () => 2 * HOUR).at).toContain(midnight);
  });
});

describe("times as they are typed", () => {
  it.each<[string, number]>([
    ["now", NOW],
    ["-2h", NOW - 2 * HOUR],
    ["now - 1.5h", NOW - 1.5 * HOUR],
    ["-3j", NOW - 3 * DAY],
    ["11:30", NOW - 30 * MINUTE],
    ["11h30", NOW - 30 * MINUTE],
    ["12:30", NOW + 30 * MINUTE - DAY],
    ["2026-04-30 12:00", NOW - DAY],
    ["2026-05-01", NOW - 12 * HOUR],
    ["30/04 12:00", NOW - DAY],
    ["30.04.2026, 12:00:05", NOW - DAY + 5_000],
    ["2026-05-01 10:00:00 UTC", Date.UTC(2026, 4, 1, 10)],
    ["2026-05-01T10:00Z", Date.UTC(2026, 4, 1, 10)],
  ])("%s", (text, at) => {
    expect(readTyped(text, NOW)).toBe(at);
  });

  it.each(["", "soon", "25:00", "31/06 12:00", "2026-13-01", "-2x", "12:61"])("%j is none", (text) => {
    expect(readTyped(text, NOW)).toBeNull();
  });

  it("are read as they were written", () => {
    expect(readTyped(writeTyped(NOW), NOW)).toBe(NOW);
  });
});

describe("a link to a moment", () => {
  it("shows the minutes around it", () => {
    expect(readLook(`?at=${NOW}`)).toEqual({ from: NOW - 5 * MINUTE, to: NOW + 5 * MINUTE });
    expect(readMoment(`?at=${NOW}`)).toBe(NOW);
    expect(readMoment("?at=x")).toBeNull();
  });

  it("keeps what else is shown", () => {
    const look = { from: NOW - HOUR, to: NOW - MINUTE };
    const search = writeLook(look, NOW - 2 * MINUTE, [["with", "a,b"]]);
    expect(readLook(search)).toEqual(look);
    expect(readMoment(search)).toBe(NOW - 2 * MINUTE);
    expect(new URLSearchParams(search).get("with")).toBe("a,b");
  });

  it("carries no sign that would end it", () => {
    expect(writeLook({ live: LIVE_MS }, null, [["with", "a&b=c#d"]])).toBe("?with=a%26b%3Dc%23d");
  });
});
