import { describe, expect, it } from "vitest";
import { readLook } from "../../src/core/look-address";
import { writeLook } from "../../src/core/look-link";
import { first, panned, presets, zoomed } from "../../src/core/navigate";
import { aligned, atLeast, DAY, HOUR, LEAST_MS, LIVE_MS, MINUTE, stepFor, widened } from "../../src/core/time-range";

const NOW = Date.UTC(2026, 4, 1, 12);
const LIMITS = { oldest: NOW - 30 * DAY, newest: NOW };

describe("how fine time is asked for", () => {
  it.each([
    [LIVE_MS, 600, 1_000],
    [LIVE_MS, 340, 2_000],
    [DAY, 600, 3 * MINUTE],
    [730 * DAY, 600, 2 * DAY],
    [LEAST_MS, 1_000, 100],
  ])("%d ms in %d points take steps of %d ms", (length, points, step) => {
    expect(stepFor(length, points)).toBe(step);
  });

  it("cuts time at the same places wherever one stands", () => {
    expect(aligned({ from: 1_001, to: 2_999 }, 1_000)).toEqual({ from: 1_000, to: 3_000 });
    expect(aligned({ from: 1_000, to: 3_000 }, 1_000)).toEqual({ from: 1_000, to: 3_000 });
  });

  it("asks for something beside what is in sight, and for nothing before 1970", () => {
    expect(widened({ from: 1_000, to: 2_000 }, 0.25)).toEqual({ from: 750, to: 2_250 });
    expect(widened({ from: 10, to: 1_000 }, 1).from).toBe(0);
  });

  it("widens what nobody can see", () => {
    expect(atLeast({ from: 5_000, to: 5_001 })).toEqual({ from: 0.5, to: 10_000.5 });
  });
});

describe("zooming", () => {
  const range = { from: NOW - 2 * HOUR, to: NOW - HOUR };

  it("keeps the moment under the hand where it is", () => {
    const look = zoomed(range, 0.5, range.from + 15 * MINUTE, LIMITS);
    expect(look).toEqual({ from: range.from + 7.5 * MINUTE, to: range.from + 37.5 * MINUTE });
  });

  it("ends at what can be seen, and at all there is", () => {
    const near = zoomed(range, 0, range.from, LIMITS);
    expect("from" in near && near.to - near.from).toBe(LEAST_MS);
    expect(zoomed(range, 1e9, range.from, LIMITS)).toEqual({ live: 30 * DAY });
  });

  it("is live when it touches now", () => {
    expect(zoomed(range, 4, range.from, LIMITS)).toEqual({ live: 4 * HOUR });
  });
});

describe("panning", () => {
  it("stops at the oldest and becomes live at now", () => {
    const range = { from: NOW - 2 * HOUR, to: NOW - HOUR };
    expect(panned(range, -HOUR, LIMITS)).toEqual({ from: NOW - 3 * HOUR, to: NOW - 2 * HOUR });
    expect(panned(range, 2 * HOUR, LIMITS)).toEqual({ live: HOUR });
    expect(panned(range, -999 * DAY, LIMITS)).toEqual({ from: LIMITS.oldest, to: LIMITS.oldest + HOUR });
    expect(first(HOUR, LIMITS)).toEqual({ from: LIMITS.oldest, to: LIMITS.oldest + HOUR });
  });

  it("shows all of a host that is younger than what is shown", () => {
    const young = { oldest: NOW - MINUTE, newest: NOW };
    expect(panned({ from: NOW - HOUR, to: NOW }, -HOUR, young)).toEqual({ live: HOUR });
  });
});

describe("presets", () => {
  it.each([
    [MINUTE, 2],
    [20 * MINUTE, 2],
    [2 * HOUR, 3],
    [8 * DAY, 6],
    [800 * DAY, 7],
  ])("a host %d ms old has %d", (age, count) => {
    expect(presets({ oldest: NOW - age, newest: NOW })).toHaveLength(count);
  });
});

describe("an address", () => {
  it("says what one looks at, so that others see the same", () => {
    const look = { from: NOW, to: NOW + HOUR };
    expect(writeLook(look)).toBe("?from=2026-05-01T12:00:00Z&to=2026-05-01T13:00:00Z");
    expect(readLook(writeLook(look))).toEqual(look);
    expect(readLook(writeLook({ live: HOUR }))).toEqual({ live: HOUR });
    expect(writeLook({ live: LIVE_MS })).toBe("");
  });

  it("takes milliseconds too", () => {
    expect(readLook(`?from=${NOW}&to=${NOW + HOUR}`)).toEqual({ from: NOW, to: NOW + HOUR });
  });

  it.each(["", "?from=5", "?from=b&to=a", "?from=20000&to=10000", "?from=1&to=2", "?last=-1", "?last=1e99", "?last=NaN"])(
    "that says nothing of sense (%s) is live",
    (search) => {
      expect(readLook(search)).toEqual({ live: LIVE_MS });
    },
  );
});
