/** Pieces of logs over HTTP. Failures are ApiErrors. */

import type { Entry } from "../wire/messages.gen";
import { call } from "./http";

/** Entries of a log, oldest first; `first` and `head` tell what there is in all. */
export interface Piece<B = unknown> {
  topic: string;
  epoch: string;
  first: number;
  head: number;
  entries: Entry<B>[];
  /** Of a room: what was done to its messages after the last of these. */
  amendments?: Entry[];
}

/** The newest before a seq, the oldest after one, or the oldest not older than a time (ms). */
export type Place = { before: number } | { after: number } | { at: number };

export function fetchPiece<B = unknown>(topic: string, place: Place, limit: number): Promise<Piece<B>> {
  const query = new URLSearchParams({ topic, limit: String(limit) });
  for (const [name, value] of Object.entries(place)) query.append(name, Math.round(value).toFixed(0));
  return call("GET", `/api/logs/entries?${query.toString()}`);
}
