/** Where the rows of a long list stand, and which of them are on the screen. Pure; everything in pixels. */

export interface RowHeights {
  readonly count: number;
  readonly total: number;
  /** The upper edge of a row; of `count`, the end. */
  top(index: number): number;
  /** The row at a height; the nearest where there is none. */
  rowAt(y: number): number;
}

/** Rows that are all of one height. */
export function evenRows(count: number, height: number): RowHeights {
  return {
    count,
    total: count * height,
    top: (index) => index * height,
    rowAt: (y) => Math.min(Math.max(0, count - 1), Math.max(0, Math.floor(y / height))),
  };
}

/** Rows of many heights. */
export function mixedRows(heights: readonly number[]): RowHeights {
  const tops = new Float64Array(heights.length + 1);
  heights.forEach((height, index) => (tops[index + 1] = (tops[index] ?? 0) + height));
  return {
    count: heights.length,
    total: tops[heights.length] ?? 0,
    top: (index) => tops[Math.min(heights.length, Math.max(0, index))] ?? 0,
    rowAt: (y) => lastAtOrAbove(tops, heights.length, y),
  };
}

export interface Span {
  from: number;
  to: number; // not included
}

/** Return the rows to draw: those between two heights, and `overscan` pixels beyond. */
export function rowsBetween(rows: RowHeights, from: number, to: number, overscan: number): Span {
  if (rows.count === 0) return { from: 0, to: 0 };
  return { from: rows.rowAt(from - overscan), to: rows.rowAt(to + overscan) + 1 };
}

/** A row that is drawn, or the empty height between two that are. */
export type Piece = { kind: "row"; index: number } | { kind: "gap"; key: string; height: number };

/** Return what a list is made of: the rows of a span and some others, with gaps for all that is not drawn. */
export function piecesOf(rows: RowHeights, { from, to }: Span, others: readonly number[]): Piece[] {
  const drawn = new Set(others.filter((index) => index >= 0 && index < rows.count));
  for (let index = from; index < to; index += 1) drawn.add(index);
  const pieces: Piece[] = [];
  let next = 0;
  for (const index of [...drawn].sort((a, b) => a - b)) {
    if (index > next) pieces.push(gapOf(rows, next, index, `before:${pieces.length === 0 ? "first" : index}`));
    pieces.push({ kind: "row", index });
    next = index + 1;
  }
  if (next < rows.count) pieces.push(gapOf(rows, next, rows.count, "last"));
  return pieces;
}

function gapOf(rows: RowHeights, from: number, to: number, key: string): Piece {
  return { kind: "gap", key, height: rows.top(to) - rows.top(from) };
}

function lastAtOrAbove(tops: Float64Array, count: number, y: number): number {
  let [low, high] = [0, Math.max(0, count - 1)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}
