/** The conversations of this person: the main room, the rooms they follow by name, private ones by when they were last used. */

import { privateTopic, roomOf, roomTopic } from "../../core/talk";
import type { TalkLine } from "../../core/talk-list";
import { t } from "../../i18n/language";
import type { Room } from "../../store/room";
import { talksOf } from "../../store/talks";
import { MAIN_ROOM } from "../../wire/messages.gen";

/** Reads signals: use it in a component or a computed. */
export function talkLines(room: Room): TalkLine[] {
  const talks = talksOf(room);
  const rooms = [...talks.followed.value].sort((a, b) => a.localeCompare(b)).map(roomTopic);
  const here = room.here.value;
  const visited = roomOf(here) && here !== MAIN_ROOM && !rooms.includes(here) ? [here] : [];
  const lines = [MAIN_ROOM, ...rooms, ...visited].map((topic) => {
    const { messages, mentions } = talks.log(topic).unread.value;
    return { topic, name: topic === MAIN_ROOM ? t.value.room : roomOf(topic), unread: messages, mentions };
  });
  const privates = room.privates.partners.value.map(({ login, unread }) => ({ topic: privateTopic(login), name: login, unread, mentions: 0 }));
  return [...lines, ...privates];
}
