/** Times of a person's zone, where days have 23 or 25 hours and hours come twice. `at` is always told in UTC. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayBefore, dayOf, Formats } from "../../src/core/format";
import { writeRange } from "../../src/core/format-range";
import { readMoment } from "../../src/core/moment";
import { ticksOf } from "../../src/core/ticks";
import { DAY, HOUR, MINUTE } from "../../src/core/time-range";
import { readTyped, writeTyped } from "../../src/core/typed-time";

const at = (utc: string): number => Date.parse(`${utc}Z`);
const offsetAt = (moment: number): number => -new Date(moment).getTimezoneOffset() * MINUTE;
let fr = new Formats("fr");

/** Live in a zone, for the tests of a block: formats remember in which they were made. */
function liveIn(zone: string): void {
  const before = process.env["TZ"];
  beforeAll(() => {
    process.env["TZ"] = zone;
    fr = new Formats("fr");
  });
  afterAll(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });
}

const ticks = (from: string, to: string, most: number) => ticksOf({ from: at(from), to: at(to) }, most * 88, 88, offsetAt);
const clocks = (moments: readonly number[]): string[] => moments.map((moment) => fr.time(moment));

it("a test lives in the zone it names", () => {
  const before = process.env["TZ"];
  process.env["TZ"] = "Asia/Kathmandu";
  expect(offsetAt(0)).toBe(5.5 * HOUR);
  expect(offsetAt(at("2026-01-01T00:00:00"))).toBe(5.75 * HOUR);
  process.env["TZ"] = before ?? "";
});

describe("the October night of Paris, in which 02:00 to 03:00 comes twice", () => {
  liveIn("Europe/Paris");

  it("has both hours on an axis, each at its own place", () => {
    const { step, at: found } = ticks("2026-10-24T22:00:00", "2026-10-25T03:00:00", 6);
    expect(step).toBe(HOUR);
    expect(clocks(found)).toEqual(["00:00", "01:00", "02:00", "02:00", "03:00", "04:00"]);
    expect(found.map((one) => one - (found[0] ?? 0))).toEqual([0, 1, 2, 3, 4, 5].map((hours) => hours * HOUR));
    expect(new Set(found.map((one) => fr.utc(one))).size).toBe(6);
  });

  it("has minutes that go on without a hole or a double", () => {
    const { step, at: found } = ticks("2026-10-24T23:45:00", "2026-10-25T01:45:00", 8);
    expect(step).toBe(15 * MINUTE);
    expect(clocks(found)).toEqual(["01:45", "02:00", "02:15", "02:30", "02:45", "02:00", "02:15", "02:30", "02:45"]);
  });

  it("keeps round hours on either side, and labels that do not lie on each other", () => {
    const { step, at: found } = ticks("2026-10-24T18:00:00", "2026-10-25T06:00:00", 6);
    expect(step).toBe(2 * HOUR);
    expect(clocks(found)).toEqual(["20:00", "22:00", "00:00", "02:00", "04:00", "06:00"]);
    const apart = found.slice(1).map((one, index) => one - (found[index] ?? 0));
    expect(apart).toEqual([2, 2, 2, 3, 2].map((hours) => hours * HOUR));
  });

  it("is a day of 25 hours: days begin at midnight before and after", () => {
    const { step, at: found } = ticks("2026-10-23T10:00:00", "2026-10-28T10:00:00", 5);
    expect(step).toBe(DAY);
    expect(found.map((one) => fr.utc(one))).toEqual([
      "2026-10-23 22:00:00 UTC",
      "2026-10-24 22:00:00 UTC",
      "2026-10-25 23:00:00 UTC",
      "2026-10-26 23:00:00 UTC",
      "2026-10-27 23:00:00 UTC",
    ]);
  });

  it("has one day, and the day before it is the 24th", () => {
    const [first, second] = [at("2026-10-25T00:30:00"), at("2026-10-25T01:30:00")];
    expect(fr.time(first)).toBe(fr.time(second));
    expect(fr.utc(first)).not.toBe(fr.utc(second));
    expect([dayOf(first), dayOf(second)]).toEqual(["2026-10-25", "2026-10-25"]);
    expect(dayOf(dayBefore(at("2026-10-25T22:59:00")))).toBe("2026-10-24");
  });

  it("writes both hours so that typing them again means the same", () => {
    const now = at("2026-10-26T12:00:00");
    expect(writeTyped(at("2026-10-25T00:30:00"))).toBe("2026-10-25 02:30:00");
    expect(writeTyped(at("2026-10-25T01:30:00"))).toBe("2026-10-25 01:30:00 UTC");
    for (let moment = at("2026-10-24T22:00:00"); moment < at("2026-10-25T04:00:00"); moment += 10 * MINUTE) {
      expect(readTyped(writeTyped(moment), now), fr.utc(moment)).toBe(moment);
    }
  });

  it("reads a time of day as clocks show it, also when it was yesterday", () => {
    const now = at("2026-10-25T09:00:00"); // 10:00, and 14:30 has not come yet
    expect(readTyped("14:30", now)).toBe(at("2026-10-24T12:30:00"));
    expect(readMoment("14:30", now)).toBe(at("2026-10-24T12:30:00"));
    expect(readTyped("9:00", now)).toBe(at("2026-10-25T08:00:00"));
    expect(readMoment("9:00", now)).toBe(at("2026-10-25T08:00:00"));
    expect(readMoment("hier", now)).toBe(at("2026-10-24T10:00:00"));
    expect(readMoment("aujourd’hui 1h15", now)).toBe(at("2026-10-24T23:15:00"));
  });

  it("says how long a stretch over it is by both its ends", () => {
    expect(writeRange("fr", at("2026-10-25T00:30:00"), at("2026-10-25T01:45:00"))).toContain("02:30");
    expect(writeRange("fr", at("2026-10-25T00:30:00"), at("2026-10-25T01:45:00"))).toContain("02:45");
  });
});

describe("the March night of Paris, in which 02:00 to 03:00 does not come", () => {
  liveIn("Europe/Paris");

  it("has no tick in the hour there is not", () => {
    expect(clocks(ticks("2026-03-28T23:00:00", "2026-03-29T04:00:00", 6).at)).toEqual(["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]);
    expect(clocks(ticks("2026-03-28T21:00:00", "2026-03-29T05:00:00", 5).at)).toEqual(["22:00", "00:00", "04:00", "06:00"]);
  });

  it("reads a time that there is not as clocks do that were not set", () => {
    expect(readTyped("2026-03-29 02:30", at("2026-04-01T00:00:00"))).toBe(at("2026-03-29T01:30:00"));
  });
});

describe.each([
  ["Asia/Kolkata", 5.5 * HOUR],
  ["Pacific/Auckland", 13 * HOUR],
  ["Australia/Lord_Howe", 11 * HOUR],
  ["America/St_Johns", -3.5 * HOUR],
])("in %s", (zone, ahead) => {
  liveIn(zone);
  const noon = at("2026-12-10T12:00:00");

  it("hours and days of an axis are those of the clocks there", () => {
    expect(offsetAt(noon)).toBe(ahead);
    const hours = ticksOf({ from: noon, to: noon + 6 * HOUR }, 6 * 88, 88, offsetAt).at;
    expect(hours.length).toBeGreaterThanOrEqual(5);
    expect(hours.every((one) => new Date(one).getMinutes() === 0)).toBe(true);
    const days = ticksOf({ from: noon, to: noon + 5 * DAY }, 5 * 88, 88, offsetAt).at;
    expect(days).toHaveLength(5);
    expect(days.every((one) => new Date(one).getHours() === 0 && new Date(one).getMinutes() === 0)).toBe(true);
  });

  it("what is written is read again", () => {
    for (let month = 0; month < 12; month += 1) {
      const moment = at("2026-01-05T18:20:00") + month * 30 * DAY;
      expect(readTyped(writeTyped(moment), moment + HOUR)).toBe(moment);
    }
  });

  it("a year has every midnight of a month's step, however often clocks are set", () => {
    const { at: found, step } = ticksOf({ from: at("2026-01-01T12:00:00"), to: at("2026-12-31T12:00:00") }, 13 * 88, 88, offsetAt);
    expect(step).toBe(30 * DAY);
    expect(found.length).toBeGreaterThanOrEqual(12);
    expect(found.every((one) => new Date(one).getHours() === 0)).toBe(true);
  });
});

describe("Auckland, where clocks are set on in September and back in April", () => {
  liveIn("Pacific/Auckland");

  it("its double hour is told apart", () => {
    const [first, second] = [at("2026-04-04T13:30:00"), at("2026-04-04T14:30:00")];
    expect([fr.time(first), fr.time(second)]).toEqual(["02:30", "02:30"]);
    expect([writeTyped(first), writeTyped(second)]).toEqual(["2026-04-05 02:30:00", "2026-04-04 14:30:00 UTC"]);
  });
});

describe("the turn of the year", () => {
  liveIn("Europe/Paris");
  const now = at("2027-01-01T09:00:00");

  it("a day without its year that has not come yet is of the last one", () => {
    expect(readTyped("31/12 23:50", now)).toBe(at("2026-12-31T22:50:00"));
    expect(readMoment("31/12 23:50", now)).toBe(at("2026-12-31T22:50:00"));
    expect(readMoment("1/1 0:10", now)).toBe(at("2026-12-31T23:10:00"));
    expect(readTyped("23:30", now)).toBe(at("2026-12-31T22:30:00"));
    expect(readMoment("hier 23h30", now)).toBe(at("2026-12-31T22:30:00"));
  });

  it("is a midnight like others on an axis, and in the room a day like others", () => {
    const found = ticks("2026-12-31T20:00:00", "2027-01-01T02:00:00", 6).at;
    expect(clocks(found)).toEqual(["21:00", "22:00", "23:00", "00:00", "01:00", "02:00", "03:00"]);
    expect(dayOf(dayBefore(now))).toBe("2026-12-31");
    expect(fr.day(now)).toContain("2027");
    expect(writeRange("fr", at("2026-12-31T22:30:00"), at("2027-01-01T02:00:00"))).toMatch(/31.*1|2026.*2027/);
  });
});

describe("one clock for everybody, of twenty-four hours", () => {
  liveIn("UTC");

  it.each(["en-US", "en", "en-GB", "en-US-u-hc-h12-mu-celsius", "fr"])("%s", (language) => {
    const format = new Formats(language);
    const [afternoon, midnight] = [at("2026-05-01T14:05:09"), at("2026-05-01T00:05:09")];
    expect([format.time(afternoon), format.time(afternoon, true)]).toEqual(["14:05", "14:05:09"]);
    expect([format.time(midnight), format.time(midnight, true)]).toEqual(["00:05", "00:05:09"]);
    expect(format.moment(midnight)).toMatch(/2026.* 00:05:09$/);
    expect(writeRange(format.language, midnight, afternoon)).toMatch(/00:05.*14:05$/);
  });
});
