/** The moments of the first drawings: how long until the first chart is what a newcomer feels. */

import { signal } from "@preact/signals";

const marked = new Set<string>();

/** True once what one came to look at is on the screen: what can wait may be fetched now. */
export const drawn = signal(false);

/** Put a mark on the browser's timeline, once. */
export function markOnce(name: string): void {
  if (marked.has(name)) return;
  marked.add(name);
  performance.mark(name);
  drawn.value = true;
}
