/** Asks for runs; their cards come through the room. Throws ApiError. */

import { requestRun } from "../edge/runs-http";
import { MAIN_ROOM } from "../wire/messages.gen";

export interface Asked {
  hosts: readonly string[];
  command: string;
  arguments?: readonly string[];
  timeoutMs?: number;
  /** The topic of the room its card comes into; the main one when none is given. */
  room?: string;
}

/** Return the run's identity. */
export async function askFor({ hosts, command, arguments: args = [], timeoutMs, room = MAIN_ROOM }: Asked): Promise<string> {
  const timeout = timeoutMs ? { timeout: timeoutMs / 1_000 } : {};
  const { id } = await requestRun({ hosts: [...hosts], command, arguments: [...args], room, ...timeout });
  return id;
}
