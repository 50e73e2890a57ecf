/** How long to wait before coming back: full jitter, so that a thousand pages do not come at once. */

import { BACKOFF_CEILING, BACKOFF_FLOOR } from "./messages.gen";

export const SHORTEST_MS = BACKOFF_FLOOR * 1_000;
export const LONGEST_MS = BACKOFF_CEILING * 1_000;

/**
 * Return the delay in milliseconds before try number `attempt` (1 is the first).
 * `random` is uniform in [0, 1).
 */
export function delay(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(attempt, 16));
  return SHORTEST_MS + random * (ceiling - SHORTEST_MS);
}
