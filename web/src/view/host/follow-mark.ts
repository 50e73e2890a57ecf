/** Goes to what a mark stands for: the message, the run, or the moment on the charts. */

import type { Mark } from "../../core/marks";
import { routeOf } from "../../core/talk";
import { go } from "../../edge/place";
import type { HostView } from "../../store/host-view";
import { dockOpen } from "../../store/preferences";
import type { Room } from "../../store/room";
import { groupOfSpike } from "./mark-words";

const BUSY = ["cpu", "memory"] as const; // of these a host notes who it was

export function followMark(room: Room, view: HostView, mark: Mark): void {
  if (mark.kind === "run" && mark.run) return go({ view: "run", id: mark.run });
  if (mark.kind === "spike") return askWho(view, mark);
  if (mark.topic.startsWith("room/") && mark.seq > 0) return showSaid(room, mark);
  view.pinned.value = mark.at;
}

/** Beside the charts; where there is no room for that, in the room's own view. */
function showSaid(room: Room, { topic, seq }: Mark): void {
  dockOpen.value = true;
  room.show(topic, { seq });
  requestAnimationFrame(() => {
    if (!document.querySelector("aside.dock")?.getClientRects().length) go(routeOf(topic, seq));
  });
}

function askWho(view: HostView, mark: Mark): void {
  const group = BUSY.find((one) => one === groupOfSpike(mark)) ?? "cpu";
  document.querySelector(`[data-testid="host-chart-${group}"]`)?.scrollIntoView({ block: "center" });
  view.pinned.value = mark.at;
  view.asked.value = { at: mark.at, group };
}
