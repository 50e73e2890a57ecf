/** What stands below a host's charts, and is fetched after them. */

import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import { t } from "../../i18n/language";
import { Link } from "../parts/link";
import { Facts } from "./facts";
import { Processes } from "./processes";
import "./below.css";

export function Below({ view, host }: { view: HostView; host: Host }) {
  return (
    <>
      <Processes view={view} />
      <Link to={{ view: "runs", host: host.id }} className="button quiet small host-runs" testid="host-runs">
        {t.value.runsOfHost}
      </Link>
      <Facts view={view} host={host} />
    </>
  );
}
