/** A chart's points as rows of a table, the newest first. Pure. */

import type { Band } from "./points";

export interface ChartRow {
  /** Seconds since 1970 UTC: the middle of the point. */
  at: number;
  values: (number | null)[];
}

/** Return at most `most` rows, from the newest of the points in sight back; holes have none. */
export function rowsOf(at: readonly number[], raw: readonly Band[], from: number, to: number, most: number): ChartRow[] {
  const rows: ChartRow[] = [];
  for (let index = to; index >= from && rows.length < most; index -= 1) {
    const values = raw.map(({ mean }) => mean[index] ?? null);
    if (values.some((value) => value !== null)) rows.push({ at: at[index] ?? 0, values });
  }
  return rows;
}
