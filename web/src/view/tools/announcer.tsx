/** What screen readers are told without being asked: the hub lost and back, and new messages where no timeline tells them. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/language";
import { useRoom } from "../context";

const PAUSE_MS = 3_000; // several messages in one breath

export function Announcer() {
  const room = useRoom();
  const said = useSignal("");
  const wasLost = useRef(false);
  const phase = room.connection.phase.value.name;
  const unread = room.unread.value.messages;
  const heard = useRef(unread);
  useEffect(() => {
    const isLost = phase === "waiting" || phase === "ended";
    if (isLost !== wasLost.current && (isLost || phase === "live")) {
      wasLost.current = isLost;
      said.value = isLost ? t.peek().hubLost : t.peek().hubBack;
    }
  }, [phase]);
  useEffect(() => {
    if (unread <= heard.current || document.querySelector("[role=log]")) return void (heard.current = unread);
    const timer = window.setTimeout(() => {
      said.value = t.peek().newMessages(unread - heard.current);
      heard.current = unread;
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [unread]);
  return (
    <p class="visually-hidden" role="status" data-testid="announcer">
      {said.value}
    </p>
  );
}
