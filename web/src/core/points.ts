/** Columns on one time axis, as charts want them: of each point the mean, and low and high where it has them. Pure. */

export type Values = (number | null)[];

export interface Band {
  mean: Values;
  /** Null where every point is one row: then these would say nothing new. */
  low: Values | null;
  high: Values | null;
}

export interface Points {
  /** Seconds since 1970 UTC, increasing: the middles of the points. */
  at: number[];
  /** How wide a point is, in ms. */
  step: number;
  columns: ReadonlyMap<string, Band>;
}

/** Return numbers of which each is one row. */
export function unbounded(mean: Values): Band {
  return { mean, low: null, high: null };
}
