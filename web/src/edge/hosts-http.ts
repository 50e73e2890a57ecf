/** The hub's list of hosts, with what they measured lately. Every failure is an ApiError. */

import type { Host, Now } from "../wire/messages.gen";
import { call } from "./http";

/** How many hosts the hub tells of in one answer. */
export const MOST_ASKED = 100;

export interface Recent {
  at: number[];
  cpu: (number | null)[];
  memory: (number | null)[];
  disk: (number | null)[];
  receive: (number | null)[];
  transmit: (number | null)[];
}

export type HostListing = Host & { now: Now | null; recent: Recent };

/** At most MOST_ASKED at once; who is not there is left out. */
export async function fetchHosts(ids: readonly string[]): Promise<readonly HostListing[]> {
  const query = ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
  const { hosts } = await call<{ hosts: HostListing[] }>("GET", `/api/hosts?${query}`);
  return hosts;
}
