/** What stands below a host's charts, and is fetched after them. */

import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import { Facts } from "./facts";
import { Processes } from "./processes";

export function Below({ view, host }: { view: HostView; host: Host }) {
  return (
    <>
      <Processes view={view} />
      <Facts view={view} host={host} />
    </>
  );
}
