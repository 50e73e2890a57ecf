/** The lines in sight, and where on the screen they are: so that they stay there when others come above them. */

export interface Anchor {
  seq: string;
  /** Pixels from the top of what is in sight. */
  top: number;
}

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
