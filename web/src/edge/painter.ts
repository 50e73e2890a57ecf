/** Draws sparklines together, as many as a frame has time for: in a window nobody sees there are no frames, and nothing is drawn. */

import { isTime } from "./frame-budget";
import { markOnce } from "./mark";
import { paintSpark, type Spark } from "./spark";

const waiting = new Set<Spark>();
let frame = 0;

/** Draw a sparkline in the next frame; asking twice draws once. */
export function paintSoon(spark: Spark): void {
  waiting.add(spark);
  frame ||= requestAnimationFrame(paintAll);
}

export function forget(spark: Spark): void {
  waiting.delete(spark);
}

function paintAll(): void {
  frame = 0;
  let isDrawn = false;
  for (const spark of waiting) {
    if (!isTime()) {
      frame = requestAnimationFrame(paintAll);
      break;
    }
    paintSpark(spark);
    waiting.delete(spark);
    isDrawn ||= (spark.rings[0]?.length ?? 0) > 1;
  }
  if (isDrawn) markOnce("tocsin:first-sparkline");
}
