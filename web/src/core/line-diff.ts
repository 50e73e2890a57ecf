/** In which lines one output differs from another. Pure, and bounded in time. */

import { diffArrays } from "diff";

export interface DiffLine {
  mark: "same" | "less" | "more";
  text: string;
}

/** So many equal lines, left out. */
export interface DiffFold {
  mark: "fold";
  count: number;
}

export type DiffRow = DiffLine | DiffFold;

const MOST_LINES = 5_000;
const MOST_EDITS = 1_000;
const CONTEXT = 3;

/** Return the lines of both, `less` only in the first, `more` only in the second; null when they are too far apart. */
export function diffLines(usual: readonly string[], other: readonly string[]): DiffLine[] | null {
  if (usual.length > MOST_LINES || other.length > MOST_LINES) return null;
  const changes = diffArrays([...usual], [...other], { maxEditLength: MOST_EDITS });
  if (!changes) return null; // beyond the bound
  return changes.flatMap(({ added, removed, value }) => {
    const mark = added ? "more" : removed ? "less" : "same";
    return value.map((text) => ({ mark, text }) as const);
  });
}

/** Leave out equal lines far from any difference. */
export function folded(lines: readonly DiffLine[]): DiffRow[] {
  const near = lines.map(() => false);
  lines.forEach(({ mark }, index) => {
    if (mark !== "same") near.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  const rows: DiffRow[] = [];
  lines.forEach((line, index) => {
    const last = rows[rows.length - 1];
    if (near[index]) rows.push(line);
    else if (last?.mark === "fold") last.count += 1;
    else rows.push({ mark: "fold", count: 1 });
  });
  return rows;
}
