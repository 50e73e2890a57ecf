/** What lies on a host's time axis, as the hub's logs have it, over HTTP. Failures are ApiErrors. */

import type { Mark } from "../core/marks";
import type { Range } from "../core/time-range";
import { call } from "./http";

export interface MarksAnswer {
  marks: Mark[];
  /** There was too much in that time: of each kind some are left out. */
  more: boolean;
}

export function fetchMarks(host: string, { from, to }: Range): Promise<MarksAnswer> {
  const query = new URLSearchParams({ host, from: String(Math.max(0, Math.floor(from))), to: String(Math.ceil(to)) });
  return call("GET", `/api/marks?${query.toString()}`);
}
