import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/chart-table";
import { unbounded } from "../../src/core/points";
import { summaryOf } from "../../src/core/summary";
import { totalOf } from "../../src/core/total";

describe("what a line comes to", () => {
  it.each([
    [[1, 1, 2, 2, 3, 3, 4, 4], "rising"],
    [[4, 4, 3, 3, 2, 2, 1, 1], "falling"],
    [[2, 2, 2, 9, 2, 2, 2, 2], "steady"],
    [[0, 0, 0, 0], "steady"],
  ])("%j is %s", (values, trend) => {
    expect(summaryOf(unbounded(values), 0, values.length - 1)?.trend).toBe(trend);
  });

  it("is of what is in sight, and of what its points stand for", () => {
    const band = { mean: [9, 2, null, 4, 9], low: [9, 1, null, 3, 9], high: [9, 5, null, 6, 9] };
    expect(summaryOf(band, 1, 3)).toMatchObject({ least: 1, most: 6, last: 4 });
  });

  it("is nothing where nothing was measured", () => {
    expect(summaryOf(unbounded([null, null]), 0, 1)).toBeNull();
  });
});

describe("a chart as a table", () => {
  it("begins with the newest, leaves out holes, and ends", () => {
    const rows = rowsOf([1, 2, 3, 4], [unbounded([1, null, 3, 4]), unbounded([5, null, 7, null])], 0, 3, 2);
    expect(rows).toEqual([{ at: 4, values: [4, null] }, { at: 3, values: [3, 7] }]);
    expect(rowsOf([1, 2], [unbounded([null, 1])], 0, 1, 9)).toHaveLength(1);
  });
});

describe("how much went through", () => {
  const points = { at: [1, 3, 5], step: 2_000, columns: new Map([["in", unbounded([10, null, 30])]]) };

  it("is each rate for as long as its point", () => {
    expect(totalOf(points, "in", { from: 0, to: 9_000 })).toBe(80);
    expect(totalOf(points, "in", { from: 0, to: 4_000 })).toBe(20);
  });

  it("is not known where nothing was measured", () => {
    expect(totalOf(points, "in", { from: 2_000, to: 4_000 })).toBeNull();
    expect(totalOf(points, "out", { from: 0, to: 9_000 })).toBeNull();
  });
});
