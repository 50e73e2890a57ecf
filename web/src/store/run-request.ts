/** Asks for runs; their cards come through the room. Throws ApiError. */

import { requestRun } from "../edge/runs-http";
import { MAIN_ROOM } from "../wire/messages.gen";

export interface Asked {
  hosts: readonly string[];
  command: string;
  arguments?: readonly string[];
  timeoutMs?: number;
}

/** Return the run's identity. */
export async function askFor({ hosts, command, arguments: args = [], timeoutMs }: Asked): Promise<string> {
  const timeout = timeoutMs ? { timeout: timeoutMs / 1_000 } : {};
  const { id } = await requestRun({ hosts: [...hosts], command, arguments: [...args], room: MAIN_ROOM, ...timeout });
  return id;
}
