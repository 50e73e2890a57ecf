/** A page that hangs on a wall for months loads itself anew when the hub has another version: once for each. */

import { useEffect } from "preact/hooks";
import { tabbed } from "../../edge/storage";
import type { Room } from "../../store/room";

export function useNewVersion(room: Room): void {
  const version = room.connection.me.value?.version;
  useEffect(() => {
    if (version === undefined || version === __VERSION__ || tabbed.read("loaded-for") === version) return;
    tabbed.write("loaded-for", version);
    location.reload();
  }, [version]);
}
