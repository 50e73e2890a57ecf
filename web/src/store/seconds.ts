/** A signal that moves once a second, for countdowns and `5 minutes ago`. Only what reads it redraws, and only while somebody looks. */

import { signal } from "@preact/signals";

export const seconds = signal(Date.now());

export function startSeconds(): void {
  window.setInterval(() => document.hidden || (seconds.value = Date.now()), 1_000);
}
