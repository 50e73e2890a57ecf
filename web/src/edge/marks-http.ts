/** What lies on a host's time axis, over HTTP. Failures are ApiErrors. */

import type { Mark } from "../core/marks";
import type { Range } from "../core/time-range";
import { call } from "./http";

/** The hub's bound for one answer. */
export const MOST_MARKS = 500;

export interface MarksAnswer {
  marks: Mark[];
  /** There were more: what is here was thinned evenly. */
  more: boolean;
}

export function fetchMarks(host: string, { from, to }: Range): Promise<MarksAnswer> {
  const query = new URLSearchParams({ host, from: from.toFixed(0), to: to.toFixed(0), limit: String(MOST_MARKS) });
  return call("GET", `/api/marks?${query.toString()}`);
}
