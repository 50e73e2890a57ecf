/** A conversation, newest at the bottom. Stays at the bottom while one is there, and where one reads otherwise. */

import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { dayOf } from "../../core/format";
import { missing, timeline, type Absence, type Item } from "../../core/timeline";
import { t } from "../../i18n/language";
import { Scrollback } from "../../store/scrollback";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { runCard } from "../shell/pieces";
import { DayLine } from "./day-line";
import { Moves } from "./moves";
import { Outgoings } from "./outgoings";
import { Speech } from "./speech";
import { TimelineStart } from "./timeline-start";
import { useScroll } from "./use-scroll";
import "./timeline.css";

export function Timeline({ partner }: { partner: string }) {
  const room = useRoom();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const log = partner ? room.privates.log : room.main;
  const back = useMemo(
    () => new Scrollback(log, partner ? (entry) => room.privates.isWith(partner, entry) : undefined),
    [log, partner],
  );
  useEffect(() => () => back.close(), [back]);
  const absence = useAbsence(partner, log.known.value);
  const items = useComputed(() => {
    const { entries } = back.window.value;
    const lost = partner ? [] : missing(entries, log.lost.value, back.isAtStart.value);
    return timeline(entries, lost, dayOf, absence.value);
  });
  const { away, toBottom } = useScroll({ scroller, list, log, back, partner, unreadFrom: absence.value.from, shown: items.value });
  const unread = partner ? 0 : room.main.unread.value;
  return (
    <div class="timeline">
      <div class="timeline-scroll" ref={scroller} tabIndex={0} role="log" aria-label={partner || t.value.room}>
        <div class="timeline-list" ref={list}>
          {items.value.length > 0 && <TimelineStart back={back} />}
          {partner && back.isAtStart.value && <Confidential partner={partner} />}
          {!partner && items.value.length === 0 && log.known.value && <Nothing />}
          {items.value.map((item) => (
            <div key={item.key} data-seq={"seq" in item ? item.seq : undefined}>
              <ItemView item={item} />
            </div>
          ))}
          {back.window.value.live && <Outgoings partner={partner} />}
        </div>
      </div>
      {(away || !back.window.value.live) && (
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
