/** What the window is called: the view, and how much is unread. */

import type { Route } from "../../core/route";
import { t } from "../../i18n/language";
import type { Room } from "../../store/room";

export const NAME = "Tocsin";

/** Return the window's title: "(3) web-1 · Tocsin". */
export function pageTitle(at: Route, room: Room): string {
  const unread = room.main.unread.value + room.privates.unread.value;
  const here = `${viewName(at, room)} · ${NAME}`;
  return unread > 0 ? `(${unread}) ${here}` : here;
}

function viewName(at: Route, room: Room): string {
  const texts = t.value;
  if (at.view === "host") return room.hosts.nameOf(at.id);
  if (at.view === "room") return at.with || texts.room;
  if (at.view === "run") return texts.run.replace("…", "");
  if (at.view === "runs") return at.host ? `${texts.runs}, ${room.hosts.nameOf(at.host)}` : texts.runs;
  if (at.view === "admin") return texts.adminPages[at.page];
  if (at.view === "tv") return texts.tvMode;
  return at.view === "account" ? texts.yourAccount : texts.fleet;
}
