/** Tells that one only looks into a room, or that there is none of that name. */

import { roomTopic } from "../../core/talk";
import { t } from "../../i18n/language";
import { talksOf } from "../../store/talks";
import { MAIN_ROOM } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { EmptyState } from "../parts/empty-state";
import "./room-notice.css";

export function RoomNotice({ name, onTurn }: { name: string; onTurn: (topic: string) => void }) {
  const talks = talksOf(useRoom());
  const texts = t.value;
  if (!talks.known.value) return null;
  if (!talks.rooms.value.has(name)) {
    return (
      <div class="room-notice missing">
        <EmptyState icon="chat" title={texts.noSuchRoom(name)} testid="no-such-room">
          <button type="button" class="button quiet" onClick={() => onTurn(MAIN_ROOM)}>
            {texts.toMainRoom}
          </button>
        </EmptyState>
      </div>
    );
  }
  return (
    <div class="room-notice" data-testid="room-notice">
      <p>{texts.visiting(name)}</p>
      <button
        type="button"
        class="button quiet small"
        data-testid="room-join"
        onClick={() => {
          talks.join(name);
          onTurn(roomTopic(name));
        }}
      >
        {texts.joinRoom}
      </button>
    </div>
  );
}
