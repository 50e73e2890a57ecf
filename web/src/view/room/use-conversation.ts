/** What messages have of the conversation they stand in: which ones they answer, and how to get there. */

import { useMemo, useRef } from "preact/hooks";
import { baseOf } from "../../core/base-id";
import { saidIn, type Said } from "../../core/timeline";
import type { Scrollback } from "../../store/scrollback";
import type { Thread } from "../../store/thread";
import type { Chat, Entry, RoomBody } from "../../wire/messages.gen";
import { useRoom } from "../context";
import type { Conversing } from "./message-context";

interface Parts {
  topic: string;
  back: Scrollback;
  thread: Thread;
  goTo: (seq: number) => void;
}

export function useConversation({ topic, back, thread, goTo }: Parts): Omit<Conversing, "history"> {
  const room = useRoom();
  const latest = useRef(goTo);
  latest.current = goTo;
  return useMemo(() => {
    const answered = ({ reply, replySeq }: Said): Said | null => {
      const entry = entryOf(back.window.value.entries, reply) ?? thread.recall(reply, replySeq).value;
      return entry && saidIn(entry, thread.fates.value);
    };
    const follow = (answer: Said): void => {
      if (answer.replySeq > 0) return latest.current(answer.replySeq);
      void back.toMessage(answer.reply).then((seq) => seq > 0 && latest.current(seq));
    };
    return { topic, me: room.session.login, answered, follow };
  }, [topic, back, thread, room]);
}

function entryOf(entries: readonly Entry[], id: string): Entry<Chat> | null {
  const found = entries.find((entry) => (entry.body as RoomBody).kind === "chat" && baseOf(entry.id) === id);
  return (found as Entry<Chat> | undefined) ?? null;
}
