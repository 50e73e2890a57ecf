/** The charts of a host, side by side where there is room. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import { useSize } from "../parts/use-size";
import { timePixels } from "./chart-options";
import { Panel } from "./panel";
import "./charts.css";

const GAP = 12;
const INSET = 16; // of a panel: charts.css, panel.css

export function Charts({ view, host }: { view: HostView; host: Host }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const groups = view.groups.value;
  const waiting = groups.length === 0;
  const columns = width < 680 ? 1 : width < 1180 ? 2 : 3;
  useEffect(() => {
    if (width > 0) view.axis.pixels.value = timePixels((width - (columns - 1) * GAP) / columns - INSET);
  }, [view, width, columns]);
  return (
    <div class="charts" ref={box} data-columns={columns} data-testid="host-charts">
      {waiting && <p class="charts-wait muted">{host.status === "down" ? t.value.chartsDown : t.value.chartsWait}</p>}
      {width > 0 && groups.map((group) => <Panel key={group.id} view={view} group={group} />)}
    </div>
  );
}
