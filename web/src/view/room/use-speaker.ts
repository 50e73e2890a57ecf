/** Who an entry is by, as a person reads it. */

import { t } from "../../i18n/language";
import { useRoom } from "../context";

export function useSpeaker(by: string): string {
  const { hosts } = useRoom();
  if (by === "@hub") return t.value.hub;
  return by.startsWith("host/") ? hosts.nameOf(by.slice(5)) : by;
}
