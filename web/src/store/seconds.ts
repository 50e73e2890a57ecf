/** A signal that moves once a second, for countdowns and `5 minutes ago`. Only what reads it redraws. */

import { signal } from "@preact/signals";

export const seconds = signal(Date.now());

export function startSeconds(): void {
  window.setInterval(() => (seconds.value = Date.now()), 1_000);
}
