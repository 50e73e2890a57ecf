/** Marks for spikes come while the page of their host is open. */

import { useEffect } from "preact/hooks";
import type { HostView } from "../../store/host-view";
import { followSpikes } from "../../store/spikes";
import { useRoom } from "../context";

export function useSpikes(view: HostView): void {
  const { connection } = useRoom();
  useEffect(() => followSpikes(connection, view), [connection, view]);
}
