/** The last minutes of a row's numbers as a sparkline. */

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Ring } from "../../core/ring";
import { forget, paintSoon } from "../../edge/painter";
import type { Spark } from "../../edge/spark";
import { token } from "../../edge/token";
import type { HostView } from "../../store/host-view";
import { drawnTheme } from "../../store/preferences";

const SHOWN = 180; // rows

export function RowSpark({ view, keys }: { view: HostView; keys: readonly string[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const rings = keys.map(() => new Ring(SHOWN));
    const look = (): ReturnType<Spark["look"]> => ({ stroke: token("--spark"), fill: token("--spark-fill"), ground: token("--line") });
    const spark: Spark = { canvas: canvas.current, rings, top: 0, look };
    const stop = effect(() => {
      void view.live.beat.value;
      void drawnTheme.value;
      keys.forEach((key, index) => refill(rings[index], view.live.table.get(key)?.slice(-SHOWN) ?? []));
      paintSoon(spark);
    });
    return () => {
      stop();
      forget(spark);
    };
  }, [view, keys.join()]);
  return <canvas ref={canvas} class="spark" aria-hidden="true" />;
}

function refill(ring: Ring | undefined, values: readonly (number | null)[]): void {
  ring?.clear();
  for (const value of values) ring?.push(value);
}
