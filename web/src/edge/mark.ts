/** The moments of the first drawings: how long until the first chart is what a newcomer feels. */

const marked = new Set<string>();

/** Put a mark on the browser's timeline, once. */
export function markOnce(name: string): void {
  if (marked.has(name)) return;
  marked.add(name);
  performance.mark(name);
}
