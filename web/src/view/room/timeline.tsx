/** A conversation, newest at the bottom. Stays at the bottom while one is there, and nowhere else. */

import { useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { dayOf } from "../../core/format";
import { timeline, type Absence, type Item } from "../../core/timeline";
import { t } from "../../i18n/language";
import type { Entry } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { DayLine } from "./day-line";
import { Moves } from "./moves";
import { Outgoings } from "./outgoings";
import { RunCardView } from "./run-card";
import { Speech } from "./speech";
import "./timeline.css";

const NEAR_PX = 48;

interface Props {
  partner: string;
  entries: ReadonlySignal<readonly Entry[]>;
}

export function Timeline({ partner, entries }: Props) {
  const room = useRoom();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [away, setAway] = useState(false);
  const log = partner ? room.privates.log : room.main;
  const absence = useAbsence(partner, log.known.value);
  const items = useComputed(() => timeline(entries.value, partner ? [] : log.lost.value, dayOf, absence.value));

  const read = (): void => {
    if (!stuck.current || document.hidden) return;
    if (partner) room.privates.read(partner);
    else room.main.read();
  };
  const toBottom = (): void => {
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  };
  const onScroll = (): void => {
    const box = scroller.current;
    if (!box) return;
    stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    setAway(!stuck.current);
    read();
  };
  useLayoutEffect(() => {
    // Output growing in a card moves the bottom as much as a new message does.
    const observer = new ResizeObserver(() => stuck.current && toBottom());
    if (list.current) observer.observe(list.current);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  useEffect(read);
  useEffect(() => {
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  });

  const unread = partner ? 0 : room.main.unread.value;
  return (
    <div class="timeline">
      <div class="timeline-scroll" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-label={partner || t.value.room}>
        <div class="timeline-list" ref={list}>
          {partner && <Confidential partner={partner} />}
          {!partner && items.value.length === 0 && log.known.value && <Nothing />}
          {items.value.map((item) => (
            <ItemView key={item.key} item={item} />
          ))}
          <Outgoings partner={partner} />
        </div>
      </div>
      {away && (
        <button type="button" class="button quiet small timeline-newest" data-testid="jump-newest" onClick={toBottom}>
          <Icon name="down" size={13} />
          {t.value.newest(unread)}
        </button>
      )}
    </div>
  );
}

function ItemView({ item }: { item: Item }) {
  switch (item.kind) {
    case "day":
      return <DayLine at={item.at} />;
    case "speech":
      return <Speech by={item.by} ip={item.ip} at={item.at} said={item.said} />;
    case "moves":
      return <Moves moves={item.moves} at={item.until} />;
    case "run":
      return <RunCardView card={item.card} by={item.by} at={item.at} />;
    case "stop":
      return <p class="timeline-note" data-testid="room-stop">{t.value.stoppedBy(item.login)}</p>;
    case "new":
      return (
        <p class="timeline-new" data-testid="new-line">
          <span>{t.value.newLine}</span>
        </p>
      );
    case "gap":
      return <p class="timeline-note">{t.value.lostEntries(item.count)}</p>;
  }
}

/** Since when the person has not looked: before this was opened, and while the page was hidden. */
function useAbsence(partner: string, known: boolean): Signal<Absence> {
  const { connection, reading, session } = useRoom();
  const away = (): Absence => ({ from: reading.of(partner.toLowerCase()), to: Infinity, me: session.login });
  const absence = useSignal(away());
  useEffect(() => {
    const look = (): void => {
      if (document.hidden) absence.value = away();
      else if (known) absence.value = { ...absence.value, to: Math.min(absence.value.to, connection.now()) };
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [known]);
  return absence;
}

function Nothing() {
  return (
    <div class="timeline-nothing">
      <Icon name="chat" size={20} />
      <p>{t.value.roomEmpty}</p>
      <p class="hint">{t.value.roomEmptyHint}</p>
    </div>
  );
}

function Confidential({ partner }: { partner: string }) {
  return (
    <p class="timeline-private" data-testid="private-note">
      <Icon name="lock" size={13} />
      {t.value.privateEmpty(partner)}
    </p>
  );
}
