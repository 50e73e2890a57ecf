/** The moments of the first drawings: how long until the first chart is what a newcomer feels. */

import { signal } from "@preact/signals";

const REST_MS = 250; // the longest a busy page lets the others wait

const marked = new Set<string>();

/** False while what one came for is fetched and drawn alone; then what can wait may be fetched. */
export const othersMay = signal(false);

/** There is nothing to draw that others would wait for, or it will not come. */
export function letOthers(): void {
  othersMay.value = true;
}

/** What is needed to draw is here: it is shown before others are fetched. */
export function letOthersSoon(): void {
  if (!othersMay.peek()) requestIdleCallback(letOthers, { timeout: REST_MS });
}

/** Put a mark on the browser's timeline, once. */
export function markOnce(name: string): void {
  if (marked.has(name)) return;
  marked.add(name);
  performance.mark(name);
  letOthersSoon();
}
