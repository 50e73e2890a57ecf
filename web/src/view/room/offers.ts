/** What one can do in the room, for the palette and the keyboard; and what of it needs a proof of who one is. */

import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { nextUnread } from "../../core/talk-find";
import { t } from "../../i18n/language";
import { explain, register } from "../../store/actions";
import { useRoom } from "../context";
import type { Panel } from "./dock-head";
import { useProof } from "./use-proof";
import { talkLines } from "./use-talk-lines";

interface Parts {
  panel: Signal<Panel>;
  switching: Signal<boolean>;
  onTurn: (topic: string) => void;
}

export function Offers({ panel, switching, onTurn }: Parts): null {
  const room = useRoom();
  useProof(room.connection);
  const turn = useRef(onTurn);
  turn.current = onTurn;
  useEffect(() => {
    const stops = [
      register(() => {
        const texts = t.value;
        const next = nextUnread(talkLines(room), room.here.value);
        return [
          { id: "room-search", title: texts.searchTalk, group: texts.room, run: () => void (panel.value = "search") },
          { id: "room-switch", title: texts.allConversations, group: texts.room, run: () => void (switching.value = true) },
          ...(next ? [{ id: "room-next-unread", title: texts.nextUnread, keys: "n", group: texts.room, run: () => turn.current(next) }] : []),
        ];
      }),
      explain(() => {
        const texts = t.value;
        const group = texts.room;
        return [
          { keys: "ArrowUp", title: texts.keysEditLast, group },
          { keys: "r", title: texts.reply, group },
          { keys: "e", title: texts.editMessage, group },
          { keys: "+", title: texts.react, group },
          { keys: "Delete", title: texts.deleteMessage, group },
        ];
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [room]);
  return null;
}
