import { describe, expect, it } from "vitest";
import { pointsOf, sideBySide, type HistoryAnswer } from "../../src/core/history-answer";
import { joined } from "../../src/core/join";
import type { Points, Values } from "../../src/core/points";
import { SeriesTable } from "../../src/core/series";

const KEY = "load";

/** Rows of one column, a second apart unless their times say otherwise. */
function live(...rows: [at: number, value: number | null][]): SeriesTable {
  const table = new SeriesTable();
  table.learn({ id: "c", interval_ms: 1_000, columns: [{ name: KEY, unit: "1" }] });
  table.add({ kind: "rows", columns: "c", rows: rows.map(([at, value]) => [at * 1_000, value]) });
  return table;
}

function answer(start: number, step: number, mean: Values, bounds?: { min: Values; max: Values }): HistoryAnswer {
  const whole = { from: start, to: start + step * mean.length, resolution_ms: 1_000, step_ms: step, start };
  return { ...whole, columns: [{ name: KEY, unit: "1", mean, ...bounds }] };
}

function past(start: number, step: number, mean: Values, bounds?: { min: Values; max: Values }): Points {
  return pointsOf(answer(start * 1_000, step, mean, bounds), Infinity);
}

const join = (before: Points | null, table: SeriesTable, complete = 0): [number, number | null][] => {
  const { at, columns } = joined(before, table, [KEY], complete * 1_000);
  const { mean } = columns.get(KEY) ?? { mean: [] };
  return at.map((one, index) => [one, mean[index] ?? null]);
};

describe("single rows of the hub and live ones", () => {
  it("stand each once, wherever both tell of them", () => {
    expect(join(past(10, 1_000, [1, 2, 3, 4]), live([12.45, 3], [13.55, 4], [14.5, 5]))).toEqual([
      [10.5, 1],
      [11.5, 2],
      [12.45, 3],
      [13.55, 4],
      [14.5, 5],
    ]);
  });

  it("fill each other's holes", () => {
    const rows = join(past(10, 1_000, [1, null, 3, null, 5]), live([11.5, 2], [15.5, 6]));
    expect(rows.map(([, value]) => value)).toEqual([1, 2, 3, null, 5, 6]);
  });

  it("show a hole where neither knows anything, not a line", () => {
    const rows = join(past(10, 1_000, [1, 2]), live([30.5, 9], [31.5, 9]));
    expect(rows).toEqual([
      [10.5, 1],
      [11.5, 2],
      [12.5, null],
      [30.5, 9],
      [31.5, 9],
    ]);
  });

  it("do not lose what the hub has where live rows paused", () => {
    const rows = join(past(10, 1_000, [1, 2, 3, 4, 5, 6]), live([10.5, 1], [15.5, 6], [16.5, 7]));
    expect(rows.map(([, value]) => value)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("are increasing in time, whatever the phase between the two", () => {
    for (let phase = 0; phase < 1; phase += 0.05) {
      const table = live(...Array.from({ length: 20 }, (_, index): [number, number] => [15 + index + phase, 15 + index]));
      const rows = join(past(10, 1_000, Array.from({ length: 15 }, (_, index) => 10 + index)), table);
      const steps = rows.slice(1).map(([at], index) => at - (rows[index]?.[0] ?? 0));
      expect(Math.min(...steps)).toBeGreaterThan(0.2);
      expect(Math.max(...steps)).toBeLessThan(1.8);
      expect(rows).toHaveLength(25);
    }
  });
});

describe("points of many rows", () => {
  const MEAN: Values = [1, 2, 3];
  const BOUNDS = { min: [0, 1, 2], max: [5, 6, 7] };
  const before = past(0, 10_000, MEAN, BOUNDS);

  it("are the hub's until every row has come live, then made of live rows", () => {
    const table = live(...Array.from({ length: 20 }, (_, index): [number, number] => [15 + index, 100 + index]));
    const { at, columns } = joined(before, table, [KEY], 15_000);
    expect(at).toEqual([5, 15, 25, 35]);
    const { mean, low, high } = columns.get(KEY) ?? { mean: [], low: null, high: null };
    expect(mean).toEqual([1, 2, 109.5, 117]);
    expect(low).toEqual([0, 1, 105, 115]);
    expect(high).toEqual([5, 6, 114, 119]);
  });

  it("keep a hole between the two", () => {
    const { columns } = joined(before, live([55, 9]), [KEY], 55_000);
    expect(columns.get(KEY)?.mean).toEqual([1, 2, 3, null, null, 9]);
  });

  it("take live rows where the hub had nothing yet", () => {
    const { columns } = joined(past(0, 10_000, [1, null]), live([12, 7], [13, 9]), [KEY], 50_000);
    expect(columns.get(KEY)?.mean).toEqual([1, 8]);
  });

  it("do not go on for ever after a past of another time and scale", () => {
    const { at } = joined(past(0, 2_000, [1, 2]), live([30_000_000, 1]), [KEY], 0);
    expect(at.length).toBeLessThan(5_000);
  });
});

describe("an answer of the hub", () => {
  it("is read at the middles of its points, without those that are to come", () => {
    const points = pointsOf(answer(1_000, 2_000, [1, 2, null, null], { min: [0, 1, null, null], max: [2, 3, null, null] }), 4_000);
    expect(points.at).toEqual([2, 4]);
    expect(points.columns.get(KEY)).toEqual({ mean: [1, 2], low: [0, 1], high: [2, 3] });
  });

  it("joins columns that were asked for apart, though they begin some ms beside each other", () => {
    const other = { ...answer(3_050, 1_000, [7, 8, 9]), columns: [{ name: "other", unit: "1", mean: [7, 8, 9] }] };
    const whole = sideBySide([answer(2_000, 1_000, [1, 2, 3]), other]);
    expect(whole?.columns.map(({ mean }) => mean)).toEqual([
      [1, 2, 3],
      [null, 7, 8],
    ]);
    expect(sideBySide([])).toBeNull();
  });
});
