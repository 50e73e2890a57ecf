/**
 * A sparkline that follows a host's newest numbers by itself, without redrawing the row. An SVG and no canvas: each canvas
 * is a layer of its own for the browser, and a hundred of them made scrolling cost twice as much.
 */

import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Ring } from "../../core/ring";
import { BOX } from "../../core/spark-path";
import { forget, paintSoon } from "../../edge/painter";
import "./spark.css";

interface Props {
  rings: readonly Ring[];
  /** What moves when there is a new number. */
  beat: ReadonlySignal<unknown>;
  /** The value at the upper edge; 0: the greatest there is. */
  top: number;
}

export function Spark({ rings, beat, top }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (!svg.current) return;
    const spark = { svg: svg.current, rings, top };
    const stop = effect(() => {
      void beat.value;
      paintSoon(spark);
    });
    return () => {
      stop();
      forget(spark);
    };
  }, [rings[0], beat, top]);
  return (
    <svg ref={svg} class="spark" viewBox={`0 0 ${BOX} ${BOX}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="spark-ground" />
      {rings.map((_, index) => (
        <path key={index} class="spark-line" />
      ))}
    </svg>
  );
}
