/** A sparkline that follows a host's newest numbers by itself, without redrawing the row. */

import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Ring } from "../../core/ring";
import { severity } from "../../core/severity";
import { markOnce } from "../../edge/mark";
import { forget, paintSoon } from "../../edge/painter";
import type { Spark as Drawing } from "../../edge/spark";
import { token } from "../../edge/token";
import { drawnTheme } from "../../store/preferences";

interface Props {
  rings: readonly Ring[];
  /** What moves when there is a new number. */
  beat: ReadonlySignal<unknown>;
  /** The value at the upper edge; 0: the greatest there is. */
  top: number;
}

export function Spark({ rings, beat, top }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const drawing: Drawing = { canvas: canvas.current, rings, top, look: () => look(rings, top) };
    const stop = effect(() => {
      void beat.value;
      void drawnTheme.value;
      paintSoon(drawing);
      if ((rings[0]?.length ?? 0) > 1) requestAnimationFrame(() => markOnce("tocsin:first-sparkline"));
    });
    return () => {
      stop();
      forget(drawing);
    };
  }, [rings[0], beat, top]);
  return <canvas ref={canvas} class="spark" aria-hidden="true" />;
}

function look(rings: readonly Ring[], top: number): ReturnType<Drawing["look"]> {
  const ring = rings[0];
  const newest = ring && ring.length > 0 ? ring.nth(ring.length - 1) : null;
  const state = top === 1 ? severity(newest) : "";
  return {
    stroke: token(state ? `--${state}` : "--spark"),
    fill: token(state ? `--${state}-ground` : "--spark-fill"),
    ground: token("--line"),
  };
}
