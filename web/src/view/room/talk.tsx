/** A conversation with its head, its lines, the place to write, and what opens beside it. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { partnerOf, privateTopic, roomOf, routeOf, topicOf } from "../../core/talk";
import { go, route } from "../../edge/place";
import { t } from "../../i18n/language";
import { talksOf } from "../../store/talks";
import { MAIN_ROOM } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { composer, offers, peopleList, roomNotice, searchPanel, switcher } from "../shell/pieces";
import { DockHead, type Panel } from "./dock-head";
import { Timeline } from "./timeline";
import "./talk.css";

const BROAD_PX = 1_100; // from here on the list of people has a place of its own

export function Talk({ full }: { full: boolean }) {
  const room = useRoom();
  const talks = talksOf(room);
  const panel = useSignal<Panel>(full && window.innerWidth >= BROAD_PX ? "people" : "");
  const switching = useSignal(false); // a dialog, which leaves what is open beside the conversation where it is
  const field = useRef<HTMLTextAreaElement>(null);
  const follow = (): void => {
    const at = route.value;
    if (at.view === "room") room.show(topicOf(at), at.seq === undefined ? undefined : { seq: at.seq });
  };
  useState(follow); // before anything of another conversation is drawn
  useLayoutEffect(follow, [route.value]);
  const topic = room.here.value;
  const write = (): void => field.current?.focus();
  const turnTo = (next: string, seq?: number): void => {
    if (partnerOf(next)) room.privates.open(partnerOf(next));
    room.show(next, seq === undefined ? undefined : { seq });
    if (full) go(routeOf(next));
    switching.value = false;
    if (window.innerWidth < BROAD_PX || !full) panel.value = "";
  };
  useEffect(() => {
    if (partnerOf(topic)) room.privates.open(partnerOf(topic));
  }, [topic]);
  const name = roomOf(topic);
  const isOpen = topic === MAIN_ROOM || name === "" || talks.isJoined(name);
  const isThere = topic === MAIN_ROOM || name === "" || talks.rooms.value.has(name);
  const close = (): void => void (panel.value = "");
  return (
    <>
      {full && <h1 class="visually-hidden">{t.value.room}</h1>}
      <DockHead topic={topic} panel={panel} switching={switching} onTurn={turnTo} />
      <div class="dock-middle">
        <div class="dock-talk">
          {isThere && <Timeline key={topic} topic={topic} onWrite={write} />}
          {!isOpen && <roomNotice.View name={name} onTurn={turnTo} />}
          <div class="talk-write">{isThere && <composer.View key={`to-${topic}`} topic={topic} field={field} onTurn={turnTo} />}</div>
        </div>
        <offers.View panel={panel} switching={switching} onTurn={turnTo} />
        {panel.value === "people" && <peopleList.View onTurn={(login) => turnTo(privateTopic(login))} />}
        {panel.value === "search" && <searchPanel.View topic={topic} onGo={turnTo} onClose={close} />}
        {switching.value && <switcher.View topic={topic} onTurn={turnTo} onClose={() => (switching.value = false)} />}
      </div>
    </>
  );
}
