/** A sparkline in the document: an SVG with the ground under the first ring, then a line for each ring. */

import type { Ring } from "../core/ring";
import { severity } from "../core/severity";
import { greatestOf, sparkPath } from "../core/spark-path";

export interface Spark {
  svg: SVGSVGElement;
  rings: readonly Ring[];
  /** The value at the upper edge; 0: the greatest there is. */
  top: number;
}

/** Draw it anew. A share is drawn to 1, and in the colour of its newest number. */
export function paintSpark({ svg, rings, top }: Spark): void {
  const [ground, ...lines] = svg.children;
  const upper = top || greatestOf(rings);
  rings.forEach((ring, index) => {
    const path = sparkPath(ring, upper);
    if (index === 0) ground?.setAttribute("d", path.ground);
    lines[index]?.setAttribute("d", path.line);
  });
  if (top === 1) svg.dataset["severity"] = severity(newest(rings[0]));
}

function newest(ring: Ring | undefined): number | null {
  return ring && ring.length > 0 ? ring.nth(ring.length - 1) : null;
}
