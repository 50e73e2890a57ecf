/** What one looks at as an address, which look-address.ts reads; the first drawing does without. Pure. */

import { readTime } from "./look-address";
import { isLive, LIVE_MS, SECOND, type Look } from "./time-range";

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

function writeTime(at: number): string {
  return new Date(Math.round(at)).toISOString().replace(/\.000Z$/, "Z");
}
