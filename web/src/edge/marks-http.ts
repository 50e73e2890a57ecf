/** What lies on a host's time axis, over HTTP: as the room's log has it. Failures are ApiErrors. */

import { marksOfRoom, type Mark } from "../core/marks";
import type { Range } from "../core/time-range";
import { MAIN_ROOM } from "../wire/messages.gen";
import { fetchPiece } from "./logs-http";

const MOST_ENTRIES = 500; // the hub's bound for one piece

export interface MarksAnswer {
  marks: Mark[];
  /** There are more in that time than are here. */
  more: boolean;
}

export async function fetchMarks(host: string, { from, to }: Range): Promise<MarksAnswer> {
  const { topic, entries } = await fetchPiece(MAIN_ROOM, { at: Math.max(0, from) }, MOST_ENTRIES);
  const within = entries.filter(({ at }) => at <= to);
  return { marks: marksOfRoom(topic, within, host), more: within.length === MOST_ENTRIES };
}
