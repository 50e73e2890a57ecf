/** How the cards of a session share what they follow: a run shown twice is followed once. */

import { Runs } from "../../store/runs";
import type { Room } from "../../store/room";
import { useRoom } from "../context";

const followed = new WeakMap<Room, Runs>();

export function useRuns(): Runs {
  const room = useRoom();
  let runs = followed.get(room);
  if (!runs) followed.set(room, (runs = new Runs(room.connection)));
  return runs;
}
