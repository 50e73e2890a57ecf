/**
 * Where a conversation stands on the screen: at its bottom while one is there, else with the line one reads where it
 * is, whatever comes above or below. Fetches what is scrolled to, and notes what has been read.
 */

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { partnerOf } from "../../core/talk";
import { isAmendment } from "../../core/thread";
import type { Conversation } from "../../store/conversation";
import type { Scrollback } from "../../store/scrollback";
import { useRoom } from "../context";
import { anchorsIn, center, lastVisible, lineAt, point, restore, type Anchor } from "./anchors";

const NEAR_PX = 48; // of the bottom: there new lines move the old ones up
const AHEAD_PX = 1_000; // so far before its end the next piece is fetched
const ABOVE_NEW_PX = 40;

interface Parts {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<HTMLElement | null>;
  log: Conversation;
  back: Scrollback;
  topic: string;
  /** What is newer (ms) has not been read. */
  unreadFrom: number;
  /** Changes whenever something else is shown. */
  shown: unknown;
}

interface Scroll {
  away: boolean;
  toBottom: () => void;
  /** Show an entry, wherever in the log it is. */
  goTo: (seq: number) => void;
}

export function useScroll(parts: Parts): Scroll {
  const { scroller, list, log, back, topic, unreadFrom, shown } = parts;
  const room = useRoom();
  const partner = partnerOf(topic);
  const anchors = useRef<Anchor[]>([]);
  const opened = useRef(false);
  /** On the way to the bottom: what is on the screen is not there yet, so where it stands says nothing. */
  const leaving = useRef(false);
  const [away, setAway] = useState(false);
  const isLive = back.window.value.live;

  const read = (): void => {
    if (!opened.current || document.hidden || !scroller.current || !list.current) return;
    if (partner) {
      if (back.atBottom) room.privates.read(partner);
    } else if (back.atBottom) {
      log.read();
    } else {
      const seq = lastVisible(list.current, scroller.current);
      const entry = back.window.peek().entries.find((one) => one.seq === seq);
      if (entry) log.readTo(entry);
    }
  };
  const note = (): void => {
    const box = scroller.current;
    if (!box || !list.current || leaving.current) return;
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    back.atBottom = back.window.peek().live && below < NEAR_PX;
    setAway(!back.atBottom);
    anchors.current = anchorsIn(list.current, box);
    if (!opened.current) return;
    if (box.scrollTop < AHEAD_PX) void back.older();
    if (below < AHEAD_PX) void back.newer();
    read();
  };
  const settle = (): void => {
    const box = scroller.current;
    if (!box || !list.current) return;
    if (back.atBottom) box.scrollTop = box.scrollHeight;
    else restore(list.current, box, anchors.current);
    note();
  };
  const toBottom = (): void => {
    leaving.current = true;
    back.toNewest();
    back.atBottom = true;
    onceDrawn(() => {
      leaving.current = false;
      settle();
    });
  };
  /** Go to the first line that has not been read, if it is not in sight anyway. */
  const open = (): void => {
    const [box, line] = [scroller.current, list.current?.querySelector(".timeline-new")];
    opened.current = true;
    if (!box || !line) return settle();
    const top = box.scrollTop + line.getBoundingClientRect().top - box.getBoundingClientRect().top - ABOVE_NEW_PX;
    back.atBottom = back.window.peek().live && top >= box.scrollHeight - box.clientHeight - NEAR_PX;
    box.scrollTop = back.atBottom ? box.scrollHeight : top;
    note();
  };

  const goTo = (seq: number): void => {
    leaving.current = true;
    void back.toSeq(seq).then(() =>
      onceDrawn(() => {
        leaving.current = false;
        opened.current = true;
        const line = list.current && lineAt(list.current, seq);
        if (!line || !scroller.current) return settle();
        back.atBottom = false;
        center(line, scroller.current);
        point(line);
        note();
      }),
    );
  };

  useLayoutEffect(settle, [shown, isLive]);
  useLayoutEffect(() => {
    const box = scroller.current;
    // Output growing in a card moves lines as much as a new message does.
    const observer = new ResizeObserver(settle);
    for (const element of [list.current, box]) if (element) observer.observe(element);
    box?.addEventListener("scroll", note, { passive: true });
    document.addEventListener("visibilitychange", read);
    return () => {
      observer.disconnect();
      box?.removeEventListener("scroll", note);
      document.removeEventListener("visibilitychange", read);
    };
  }, [back]);
  const known = log.known.value;
  useEffect(() => {
    if (!known || opened.current || room.target.peek()?.topic === topic) return;
    if (partner || unreadFrom === Infinity) onceDrawn(open);
    else void back.toTime(unreadFrom + 1).then(() => onceDrawn(open));
  }, [known, back]);
  const target = room.target.value;
  useEffect(() => {
    if (!known || target?.topic !== topic) return;
    room.target.value = null;
    if (target.seq > 0) goTo(target.seq);
    else void back.toMessage(target.id ?? "").then((seq) => (seq > 0 ? goTo(seq) : settle()));
  }, [known, target, back]);
  useFollowingOneself(topic, toBottom);
  return { away, toBottom, goTo };
}

/** What has changed by now is on the screen within two frames. */
function onceDrawn(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** What one says oneself is worth seeing. */
function useFollowingOneself(topic: string, toBottom: () => void): void {
  const { connection } = useRoom();
  const count = connection.outgoing.value.filter((item) => item.topic === topic && !isAmendment(item)).length;
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) toBottom();
    before.current = count;
  }, [count]);
}
