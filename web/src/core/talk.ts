/** Conversations by their topics: rooms, and private ones by whom they are with. Pure. */

import { MAIN_ROOM } from "../wire/messages.gen";
import type { Route } from "./route";

const ROOM = "room/";
const PRIVATE = "private/";

/** Return the topic of the private conversation with somebody: where one says things to them. */
export function privateTopic(login: string): string {
  return `${PRIVATE}${login.toLowerCase()}`;
}

export function roomTopic(name: string): string {
  return `${ROOM}${name}`;
}

/** Return the name of a room by its topic, "" of a private conversation. */
export function roomOf(topic: string): string {
  return topic.startsWith(ROOM) ? topic.slice(ROOM.length) : "";
}

/** Return whom a private conversation is with, "" of a room. */
export function partnerOf(topic: string): string {
  return topic.startsWith(PRIVATE) ? topic.slice(PRIVATE.length) : "";
}

/** Return under which name it is noted how far a conversation has been read. */
export function readingNameOf(topic: string): string {
  return topic === MAIN_ROOM ? "" : partnerOf(topic) || topic;
}

/** Return the view of a conversation, at an entry where one is given. */
export function routeOf(topic: string, seq?: number): Route {
  const room = roomOf(topic);
  const at = seq === undefined ? {} : { seq };
  return { view: "room", with: partnerOf(topic), ...(room && topic !== MAIN_ROOM && { room }), ...at };
}

/** Return the conversation an address shows. */
export function topicOf(route: Route): string {
  if (route.view !== "room") return MAIN_ROOM;
  if (route.with) return privateTopic(route.with);
  return route.room ? roomTopic(route.room) : MAIN_ROOM;
}
