/** A conversation, newest at the bottom. Stays at the bottom while one is there, and where one reads otherwise. */

import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { dayOf } from "../../core/format";
import { partnerOf, readingNameOf } from "../../core/talk";
import { isAmendment } from "../../core/thread";
import { missing, timeline, type Absence, type Item, type Said } from "../../core/timeline";
import { t } from "../../i18n/language";
import { Scrollback } from "../../store/scrollback";
import { talksOf } from "../../store/talks";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { messageHands, outgoings, runCard } from "../shell/pieces";
import { DayLine } from "./day-line";
import { ConversingContext } from "./message-context";
import { Moves } from "./moves";
import { Speech } from "./speech";
import { TimelineStart } from "./timeline-start";
import { useConversation } from "./use-conversation";
import { useScroll } from "./use-scroll";
import "./timeline.css";

export function Timeline({ topic, onWrite }: { topic: string; onWrite: () => void }) {
  const room = useRoom();
  const talks = talksOf(room);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const partner = partnerOf(topic);
  const [log, thread] = [talks.log(topic), talks.thread(topic)];
  const back = useMemo(
    () => new Scrollback(log, partner ? (entry) => room.privates.isWith(partner, entry) : undefined, (piece) => thread.takePiece(piece)),
    [log, partner],
  );
  useEffect(() => () => back.close(), [back]);
  const absence = useAbsence(topic, log.known.value);
  const items = useComputed(() => {
    const { entries } = back.window.value;
    const lost = partner ? [] : missing(entries, log.lost.value, back.isAtStart.value);
    return timeline(entries, lost, dayOf, absence.value, thread.fates.value);
  });
  const { away, toBottom, goTo } = useScroll({ scroller, list, log, back, topic, unreadFrom: absence.value.from, shown: items.value });
  const conversation = useConversation({ topic, back, thread, goTo });
  const asked = useSignal<Said | null>(null);
  const unread = partner ? 0 : log.unread.value.messages;
  const isEmpty = useComputed(() => back.window.value.entries.every(isAmendment)).value;
  return (
    <ConversingContext.Provider value={useMemo(() => ({ ...conversation, history: (said) => void (asked.value = said) }), [conversation])}>
      <div class="timeline">
        <div class="timeline-scroll" ref={scroller} tabIndex={0} role="log" aria-label={partner ? room.privates.nameOf(partner) : t.value.room}>
          <div class="timeline-list" ref={list}>
            {!isEmpty && <TimelineStart back={back} />}
            {partner && back.isAtStart.value && <Confidential partner={room.privates.nameOf(partner)} />}
            {!partner && isEmpty && log.known.value && <Nothing />}
            {items.value.map((item) => (
              <div key={item.key} data-seq={"seq" in item ? item.seq : undefined}>
                <ItemView item={item} />
              </div>
            ))}
            {back.window.value.live && <outgoings.View topic={topic} />}
            <messageHands.View scroller={scroller} list={list} items={items} topic={topic} asked={asked} onWrite={onWrite} />
          </div>
        </div>
        {(away || !back.window.value.live) && (
          <button type="button" class="button quiet small timeline-newest" data-testid="jump-newest" onClick={toBottom}>
            <Icon name="down" size={13} />
            {t.value.newest(unread)}
          </button>
        )}
      </div>
    </ConversingContext.Provider>
  );
}

function ItemView({ item }: { item: Item }) {
  switch (item.kind) {
    case "day":
      return <DayLine at={item.at} />;
    case "speech":
      return <Speech by={item.by} ip={item.ip} said={item.said} />;
    case "moves":
      return <Moves moves={item.moves} at={item.until} />;
    case "run":
      return <runCard.View card={item.card} by={item.by} at={item.at} />;
    case "stop":
      return <p class="timeline-note" data-testid="room-stop">{t.value.stoppedBy(item.login)}</p>;
    case "unknown":
      return <p class="timeline-note" data-testid="room-unknown">{t.value.unknownEntry}</p>;
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
function useAbsence(topic: string, known: boolean): Signal<Absence> {
  const { connection, reading, session } = useRoom();
  const away = (): Absence => ({ from: reading.of(readingNameOf(topic)), to: Infinity, me: session.login });
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
