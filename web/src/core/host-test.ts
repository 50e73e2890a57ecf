/** What tells which hosts are shown. Pure. */

import type { Host } from "../wire/messages.gen";
import type { HostLine } from "./host-line";

export interface HostTest {
  /** By what a host is: true until the host itself changes. */
  fixed: (host: Host) => boolean;
  /** By what it measures; `clock` is the hub's, in ms. Null where nothing of that is asked. */
  live: ((line: HostLine, clock: number) => boolean) | null;
}

export const EVERY_HOST: HostTest = { fixed: () => true, live: null };
