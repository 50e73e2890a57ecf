/** Identities from a time and the browser's randomness. */

import { RANDOM_BYTES, uuid7 } from "../wire/ids";

/** `now`: ms since 1970 UTC. */
export function newId(now: number): string {
  return uuid7(now, crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
}
