/** How what one looks at stands in an address: `?from=&to=`, or `?last=` for what is live. Pure. */

import { isLive, LEAST_MS, LIVE_MS, SECOND, type Look } from "./time-range";

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

/** Read which moment (ms) a link is about; null when it is about none. */
export function readMoment(search: string): number | null {
  const at = readTime(new URLSearchParams(search).get("at"));
  return at > 0 ? at : null;
}

/** Write it; "" for what one sees anyway. Times are UTC, so that a link says the same everywhere. */
export function writeLook(look: Look, at: number | null = null, others: readonly [string, string][] = []): string {
  const pairs = isLive(look)
    ? look.live === LIVE_MS ? [] : [["last", String(Math.round(look.live / SECOND))]]
    : [["from", writeTime(look.from)], ["to", writeTime(look.to)]]; // prettier-ignore
  const all = [...pairs, ...(at === null ? [] : [["at", writeTime(at)]]), ...others];
  // A colon or a comma needs no escape in a query, and people read these.
  return all.length > 0 ? `?${all.map(([name, value]) => `${name ?? ""}=${plain(value ?? "")}`).join("&")}` : "";
}

function plain(value: string): string {
  return encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2C/g, ",");
}

/** NaN for what is no time. */
function readTime(text: string | null): number {
  if (text === null) return NaN;
  return /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
}

function writeTime(at: number): string {
  return new Date(Math.round(at)).toISOString().replace(/\.000Z$/, "Z");
}
