/** What the window is called: the view, and how much is unread. */

import type { Route } from "../../core/route";
import { t } from "../../i18n/language";
import type { Room } from "../../store/room";

export const NAME = "Tocsin";

/** Return the window's title: "(@1 3) web-1 · Tocsin" where one message names the person and three others are unread. */
export function pageTitle(at: Route, room: Room): string {
  const { messages, mentions } = room.unread.value;
  const counts = [mentions > 0 ? `@${mentions}` : "", messages > mentions ? `${messages - mentions}` : ""].filter(Boolean);
  const here = `${viewName(at, room)} · ${NAME}`;
  return counts.length > 0 ? `(${counts.join(" ")}) ${here}` : here;
}

function viewName(at: Route, room: Room): string {
  const texts = t.value;
  if (at.view === "host") return room.hosts.nameOf(at.id);
  if (at.view === "room") return at.with || at.room || texts.room;
  if (at.view === "run") return texts.run.replace("…", "");
  if (at.view === "runs") return at.host ? `${texts.runs}, ${room.hosts.nameOf(at.host)}` : texts.runs;
  if (at.view === "admin") return texts.adminPages[at.page];
  if (at.view === "tv") return texts.tvMode;
  return at.view === "account" ? texts.yourAccount : texts.fleet;
}
