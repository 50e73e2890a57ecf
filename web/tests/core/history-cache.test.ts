import { describe, expect, it } from "vitest";
import { HistoryCache, type Answered, type Wanted } from "../../src/core/history-cache";
import { unbounded } from "../../src/core/points";
import { HOUR, LIVE_MS, MINUTE } from "../../src/core/time-range";

const NOW = Date.UTC(2026, 4, 1, 12);
const KEYS = ["a", "b"];

function answered(rest: Partial<Answered> = {}): Answered {
  const columns = new Map(KEYS.map((key) => [key, unbounded([1])]));
  const step = rest.step ?? 1_000;
  return { from: NOW - HOUR, to: NOW, step, asked: NOW, points: { at: [1], step, columns }, ...rest };
}

function wanted(rest: Partial<Wanted> = {}): Wanted {
  const complete = NOW - 2 * MINUTE;
  return { from: NOW - LIVE_MS, to: NOW, step: 1_000, keys: KEYS, complete, interval: 1_000, now: NOW, ...rest };
}

function has(answer: Answered, question: Wanted): boolean {
  const cache = new HistoryCache();
  cache.add(answer);
  return cache.find(question) === answer;
}

describe("what was answered before", () => {
  it("shows what lies within it", () => {
    expect(has(answered(), wanted())).toBe(true);
    expect(has(answered(), wanted({ from: NOW - 2 * HOUR }))).toBe(false);
    expect(has(answered({ to: NOW - MINUTE }), wanted())).toBe(false);
  });

  it("is of one step, and has the columns", () => {
    expect(has(answered(), wanted({ step: 2_000 }))).toBe(false);
    expect(has(answered(), wanted({ keys: ["a", "c"] }))).toBe(false);
    expect(has(answered(), wanted({ keys: ["b"] }))).toBe(true);
  });

  it("lasts while rows come live, and not over a time of which none came", () => {
    const later = { to: NOW + HOUR, now: NOW + HOUR };
    expect(has(answered(), wanted({ from: NOW - MINUTE, ...later }))).toBe(true);
    expect(has(answered(), wanted({ from: NOW - MINUTE, ...later, complete: NOW + MINUTE }))).toBe(false);
  });

  it("lasts for what was over when it was asked for", () => {
    expect(has(answered(), wanted({ to: NOW - MINUTE, now: NOW + 5 * HOUR, complete: NOW + 4 * HOUR }))).toBe(true);
  });

  it("lasts for a host of which nothing comes", () => {
    expect(has(answered(), wanted({ to: NOW + MINUTE, now: NOW + MINUTE, complete: Infinity }))).toBe(true);
  });

  it("is asked for again while one point is partly the hub's and partly live", () => {
    const wide = { step: HOUR, from: NOW - 9 * HOUR };
    const split = answered({ ...wide, to: NOW + HOUR, asked: NOW + 5 * MINUTE });
    const ask = (now: number): boolean => has(split, wanted({ ...wide, complete: NOW + MINUTE, to: now, now }));
    expect(ask(NOW + 6 * MINUTE)).toBe(true);
    expect(ask(NOW + 12 * MINUTE)).toBe(false);
    // One that begins after every row comes live is made of live rows.
    expect(has(split, wanted({ ...wide, complete: NOW - MINUTE, to: NOW + 12 * MINUTE, now: NOW + 12 * MINUTE }))).toBe(true);
  });

  it("is void where rows came late", () => {
    const cache = new HistoryCache();
    cache.add(answered());
    expect(cache.forget({ from: NOW - 9 * HOUR, to: NOW - 8 * HOUR })).toBe(false);
    expect(cache.find(wanted())).toBeDefined();
    expect(cache.forget({ from: NOW - 9 * HOUR, to: NOW - 30 * MINUTE })).toBe(true);
    expect(cache.find(wanted())).toBeUndefined();
  });

  it("is a few answers, the newest first", () => {
    const cache = new HistoryCache();
    const all = Array.from({ length: 20 }, () => answered());
    for (const one of all) cache.add(one);
    expect(cache.find(wanted())).toBe(all[19]);
  });
});
