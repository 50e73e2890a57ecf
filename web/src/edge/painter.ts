/** Draws sparklines together, once a frame: first every size is read, then everything is drawn. */

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

/** Reading one size after drawing another would lay the page out anew for each. */
function paintAll(): void {
  frame = 0;
  const sized = [...waiting].map((spark) => {
    const { clientWidth: width, clientHeight: height } = spark.canvas;
    return { spark, width, height };
  });
  waiting.clear();
  for (const { spark, width, height } of sized) if (width > 0) paintSpark(spark, width, height);
}
