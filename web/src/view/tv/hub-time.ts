/** What time it is: the hub's, as everywhere in the page. A screen on a wall often has no clock of its own to trust. */

import { seconds } from "../../store/seconds";
import { useRoom } from "../context";

/** Return the hub's time (ms since 1970 UTC), to the second. Reads a signal that moves each second. */
export function useHubTime(): number {
  const { connection } = useRoom();
  return seconds.value + connection.ahead;
}
