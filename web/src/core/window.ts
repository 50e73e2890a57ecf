/** Which rows of a long list are on the screen. Pure. */

export interface RowWindow {
  from: number;
  to: number; // not included
  above: number; // pixels
  below: number;
}

/** `scrolled` is how far the list's top is above the viewport's, in pixels; it may be negative. */
export function rowWindow(
  count: number,
  rowHeight: number,
  scrolled: number,
  viewport: number,
  overscan = 6,
): RowWindow {
  const first = Math.floor(Math.max(0, scrolled) / rowHeight) - overscan;
  const visible = Math.ceil(viewport / rowHeight) + 2 * overscan;
  const from = Math.max(0, Math.min(first, count - visible));
  const to = Math.min(count, Math.max(0, from) + visible);
  return { from, to, above: from * rowHeight, below: (count - to) * rowHeight };
}
