import { describe, expect, it } from "vitest";
import { writeRange, writeSpan } from "../../src/core/format-range";

const DAY = 86_400;

describe("a round length of time", () => {
  it.each([
    [0.5, "0.5s"],
    [1, "1s"],
    [600, "10m"],
    [3_600, "1h"],
    [DAY, "24h"],
    [2 * DAY, "2d"],
    [7 * DAY, "7d"],
    [30 * DAY, "30d"],
    [730 * DAY, "2y"],
  ])("of %d s is %s", (seconds, text) => {
    expect(writeSpan("en-GB", seconds)).toBe(text);
  });

  it("is written in the person's language", () => {
    expect(writeSpan("fr-FR", 7 * DAY)).toMatch(/^7\s?j$/);
  });
});

describe("a stretch of time", () => {
  const noon = new Date(2026, 4, 1, 12).getTime();

  it("says once what both ends share, and seconds only where they matter", () => {
    expect(writeRange("en-GB", noon, noon + 90_000)).toMatch(/^1 May, 12:00:00\s–\s12:01:30$/);
    expect(writeRange("en-GB", noon, noon + 2 * 3_600_000)).toMatch(/^1 May, 12:00–14:00$/);
  });
});
