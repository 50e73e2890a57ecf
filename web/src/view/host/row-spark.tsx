/** The last minutes of a row's numbers as a sparkline. */

import { effect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Ring } from "../../core/ring";
import type { HostView } from "../../store/host-view";
import { Spark } from "../fleet/spark";

const SHOWN = 180; // rows

export function RowSpark({ view, keys }: { view: HostView; keys: readonly string[] }) {
  const rings = useMemo(() => keys.map(() => new Ring(SHOWN)), [view, keys.join()]);
  useEffect(
    () =>
      effect(() => {
        void view.live.beat.value;
        keys.forEach((key, index) => refill(rings[index], view.live.table.get(key)?.slice(-SHOWN) ?? []));
      }),
    [rings],
  );
  return <Spark rings={rings} beat={view.live.beat} top={0} />;
}

function refill(ring: Ring | undefined, values: readonly (number | null)[]): void {
  ring?.clear();
  for (const value of values) ring?.push(value);
}
