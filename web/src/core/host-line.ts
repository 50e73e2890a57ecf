/** A host with its newest numbers. Pure. */

import type { Host, Now } from "../wire/messages.gen";

export interface HostLine {
  host: Host;
  now: Now | null;
}

/** A machine that is not there has a past, which its sparklines show, and no present. */
export function presentOf({ host, now }: HostLine): Now | null {
  return host.status === "up" || host.status === "late" ? now : null;
}

/** Both ways together, in bytes a second; null where neither is known. */
export function trafficOf({ receive = null, transmit = null }: Now): number | null {
  return receive === null && transmit === null ? null : (receive ?? 0) + (transmit ?? 0);
}

export function isUnknown(value: number | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}
