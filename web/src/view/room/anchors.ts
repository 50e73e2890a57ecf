/** The lines in sight, and where on the screen they are: so that they stay there when others come above them. */

export interface Anchor {
  seq: string;
  /** Pixels from the top of what is in sight. */
  top: number;
}

const FOUND_MS = 2_400;
const KEPT = 6; // some may be gone afterwards: folded into others

/** Return the first lines in sight. */
export function anchorsIn(list: HTMLElement, box: HTMLElement): Anchor[] {
  const lines = linesOf(list);
  const edge = box.getBoundingClientRect().top;
  const first = firstWhere(lines, (line) => line.getBoundingClientRect().bottom > edge);
  return lines.slice(first, first + KEPT).map((line) => ({
    seq: line.dataset["seq"] ?? "",
    top: line.getBoundingClientRect().top - edge,
  }));
}

/** Scroll so that the first of these that is still there is where it was. */
export function restore(list: HTMLElement, box: HTMLElement, anchors: readonly Anchor[]): void {
  for (const { seq, top } of anchors) {
    const line = list.querySelector(`[data-seq="${seq}"]`);
    if (!line) continue;
    const moved = line.getBoundingClientRect().top - box.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 1) box.scrollTop += moved;
    return;
  }
}

/** Return the seq of the last line that is in sight, 0 when none is. */
export function lastVisible(list: HTMLElement, box: HTMLElement): number {
  const lines = linesOf(list);
  const edge = box.getBoundingClientRect().bottom;
  const after = firstWhere(lines, (line) => line.getBoundingClientRect().bottom > edge);
  return Number(lines[after - 1]?.dataset["seq"] ?? 0);
}

/** Return the line of an entry, or of what it is folded into; null when there is none. */
export function lineAt(list: HTMLElement, seq: number): HTMLElement | null {
  return linesOf(list).find((line) => Number(line.dataset["seq"]) >= seq) ?? null;
}

/** Scroll so that a line is in the middle of what is in sight. */
export function center(line: HTMLElement, box: HTMLElement): void {
  const [inner, outer] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollTop += inner.top - outer.top - Math.max(0, outer.height - inner.height) / 2;
}

/** Show which line was looked for: to the eye for a moment, and to the keyboard. */
export function point(line: HTMLElement): void {
  if (line.tabIndex < 0 && !line.hasAttribute("tabindex")) line.tabIndex = -1;
  line.focus({ preventScroll: true });
  line.dataset["found"] = "true";
  window.setTimeout(() => delete line.dataset["found"], FOUND_MS);
}

function linesOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-seq]")];
}

/** Return the index of the first line that passes; those after it pass too. */
function firstWhere(lines: readonly HTMLElement[], passes: (line: HTMLElement) => boolean): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line && passes(line)) high = middle;
    else low = middle + 1;
  }
  return low;
}
