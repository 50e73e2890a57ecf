/** What one looks at, as it stands in an address: `?from=&to=`, or `?last=` for what is live. Pure. */

import { LEAST_MS, LIVE_MS, SECOND, type Look } from "./time-range";

const AROUND_MS = 5 * 60_000; // of a moment of which nothing else is said
const LONGEST_MS = 20 * 366 * 86_400_000;

/** Read the part of an address from the `?` on; what cannot be read is what is live. */
export function readLook(search: string): Look {
  const query = new URLSearchParams(search);
  const [from, to] = [readTime(query.get("from")), readTime(query.get("to"))];
  if (to - from >= LEAST_MS) return { from, to };
  const at = readTime(query.get("at"));
  if (at > 0) return { from: at - AROUND_MS, to: at + AROUND_MS };
  const last = Number(query.get("last")) * SECOND;
  return { live: last >= LEAST_MS && last <= LONGEST_MS ? last : LIVE_MS };
}

/** Read a time (ms) of an address; NaN for what is none. */
export function readTime(text: string | null): number {
  if (text === null) return NaN;
  return /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
}
