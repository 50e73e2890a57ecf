/** Identities from the browser's clock and randomness. */

import { RANDOM_BYTES, uuid7 } from "../wire/ids";

export function newId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
}
