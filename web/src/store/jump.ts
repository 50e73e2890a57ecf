/** Where in the room one wants to be: whoever names an entry says so here, and the timeline goes there. */

import { signal } from "@preact/signals";
import { dockOpen } from "./preferences";

export interface Place {
  /** A room's log, such as `room/main`. */
  topic: string;
  seq: number;
}

/** The entry to be shown; the timeline puts null here once it shows it. */
export const jumpTo = signal<Place | null>(null);

/** Show an entry of a room: the room opens beside the view, and scrolls to it. */
export function jump(topic: string, seq: number): void {
  dockOpen.value = true;
  jumpTo.value = { topic, seq };
}
