/** How what one looks at stands in an address: `?from=&to=`, or `?last=` for what is live. Pure. */

import { isLive, LEAST_MS, LIVE_MS, SECOND, type Look } from "./time-range";

const LONGEST_MS = 20 * 366 * 86_400_000;

/** Read the part of an address from the `?` on; what cannot be read is what is live. */
export function readLook(search: string): Look {
  const query = new URLSearchParams(search);
  const [from, to] = [readTime(query.get("from")), readTime(query.get("to"))];
  if (to - from >= LEAST_MS) return { from, to };
  const last = Number(query.get("last")) * SECOND;
  return { live: last >= LEAST_MS && last <= LONGEST_MS ? last : LIVE_MS };
}

/** Write it; "" for what one sees anyway. Times are UTC, so that a link says the same everywhere. */
export function writeLook(look: Look): string {
  if (!isLive(look)) return `?from=${writeTime(look.from)}&to=${writeTime(look.to)}`;
  return look.live === LIVE_MS ? "" : `?last=${Math.round(look.live / SECOND)}`;
}

/** NaN for what is no time. */
function readTime(text: string | null): number {
  if (text === null) return NaN;
  return /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
}

function writeTime(at: number): string {
  return new Date(Math.round(at)).toISOString().replace(/\.000Z$/, "Z");
}
