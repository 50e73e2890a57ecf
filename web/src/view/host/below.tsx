/** What stands below a host's charts, and is fetched after them. */

import { useRef } from "preact/hooks";
import type { HostView } from "../../store/host-view";
import type { HostCell } from "../../store/hosts";
import { useSize } from "../parts/use-size";
import { Devices } from "./devices";
import { Facts } from "./facts";
import { Filesystems } from "./filesystems";
import { HostRuns } from "./host-runs";
import { Processes } from "./processes";
import { Temperatures } from "./temperatures";
import "../../style/forms.css";
import "../../style/standing.css";
import "./below.css";

const TWO_PX = 1_040;

export function Below({ view, cell }: { view: HostView; cell: HostCell }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const host = cell.host.value;
  return (
    <div class="below" ref={box} data-columns={width < TWO_PX ? 1 : 2}>
      <Processes host={view.id} memory={host.memory ?? 0} canTell={host.status !== "down" && host.status !== "expected"} />
      <Filesystems view={view} />
      <Devices view={view} kind="interfaces" />
      <Devices view={view} kind="disks" />
      <Temperatures view={view} />
      <HostRuns host={host} />
      <Facts view={view} host={host} />
    </div>
  );
}
