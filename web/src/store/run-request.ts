/** Asks for runs; their cards come through the room. Every function throws ApiError. */

import { splitWords } from "../core/words";
import type { Api } from "../edge/http";
import { MAIN_ROOM } from "../wire/messages.gen";

export async function requestRun(api: Api, host: string, command: string, args: string[]): Promise<void> {
  await api.run({ hosts: [host], command, arguments: args, room: MAIN_ROOM });
}

/** Ask by one line as a person types it, a command and its arguments; false when it is none. */
export async function requestLine(api: Api, host: string, line: string): Promise<boolean> {
  const { words, open } = splitWords(line);
  const [command, ...args] = words;
  if (open || !command) return false;
  await requestRun(api, host, command, args);
  return true;
}
