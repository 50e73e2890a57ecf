import { describe, expect, it } from "vitest";
import { evenRows, mixedRows, piecesOf, rowsBetween, type RowHeights } from "../../src/core/row-heights";
import { forSeeds } from "./chance";

function heightOf(rows: RowHeights, pieces: ReturnType<typeof piecesOf>): number {
  return pieces.reduce((sum, piece) => sum + (piece.kind === "gap" ? piece.height : rows.top(piece.index + 1) - rows.top(piece.index)), 0);
}

describe("rows in sight", () => {
  it("are a few of a thousand, wherever one has scrolled", () => {
    const rows = evenRows(1_000, 52);
    for (const scrolled of [-40, 0, 5_200, 51_000, 99_999]) {
      const span = rowsBetween(rows, scrolled, scrolled + 700, 300);
      expect(span.to - span.from).toBeLessThan(30);
      expect(span.to).toBeGreaterThan(span.from);
      expect(heightOf(rows, piecesOf(rows, span, []))).toBe(52_000);
    }
  });

  it("are all there are of a short list, and none of an empty one", () => {
    expect(rowsBetween(evenRows(3, 52), 0, 700, 0)).toEqual({ from: 0, to: 3 });
    expect(piecesOf(evenRows(0, 52), rowsBetween(evenRows(0, 52), 0, 700, 0), [])).toEqual([]);
  });

  it("cover what is in sight, whatever the heights, and the list is as high as all rows", () => {
    forSeeds(300, (chance) => {
      const heights = Array.from({ length: 1 + chance.below(80) }, () => 20 + chance.below(100));
      const rows = mixedRows(heights);
      const from = chance.below(rows.total + 1);
      const span = rowsBetween(rows, from, from + 300, 0);
      expect(rows.top(span.from)).toBeLessThanOrEqual(from);
      expect(rows.top(span.to)).toBeGreaterThanOrEqual(Math.min(rows.total, from + 300));
      const others = [chance.below(heights.length), chance.below(heights.length), -1, 9_999];
      const pieces = piecesOf(rows, span, others);
      expect(heightOf(rows, pieces)).toBe(rows.total);
      const drawn = pieces.flatMap((piece) => (piece.kind === "row" ? [piece.index] : []));
      expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
      expect(drawn).toEqual(expect.arrayContaining(others.slice(0, 2)));
      const keys = pieces.flatMap((piece) => (piece.kind === "gap" ? [piece.key] : []));
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});
