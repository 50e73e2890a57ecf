/** What the person said that the hub has not answered, or has refused. */

import { newId } from "../../edge/random";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { MAIN_ROOM } from "../../wire/messages.gen";
import type { Chat } from "../../wire/messages.gen";
import type { Outgoing } from "../../wire/outbox";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import "./outgoings.css";

export function Outgoings({ partner }: { partner: string }) {
  const room = useRoom();
  const topic = partner ? `private/${partner.toLowerCase()}` : MAIN_ROOM;
  const here = (item: Outgoing): boolean => item.topic === topic;
  return (
    <>
      {room.settling.value.filter(here).map((item) => (
        <p key={item.id} class="message outgoing">
          {(item.body as Chat).text}
        </p>
      ))}
      {room.connection.outgoing.value.filter(here).map((item) => (
        <Waiting key={item.id} item={item} />
      ))}
    </>
  );
}

function Waiting({ item }: { item: Outgoing }) {
  const { connection } = useRoom();
  const texts = t.value;
  const again = (): void => {
    connection.discard(item.id);
    const now = connection.now();
    connection.publish({ topic: item.topic, id: newId(now), body: item.body, at: now });
  };
  return (
    <div class="outgoing" data-testid={item.refused ? "message-failed" : "message-pending"}>
      <p class="message">{(item.body as Chat).text}</p>
      {item.refused ? (
        <p class="outgoing-state bad" role="alert">
          {texts.failed(errorText(texts, item.refused.code, item.refused.message))}{" "}
          <button type="button" class="link-button" data-testid="message-retry" onClick={again}>
            {texts.retry}
          </button>{" "}
          <button type="button" class="link-button" data-testid="message-discard" onClick={() => connection.discard(item.id)}>
            {texts.discard}
          </button>
        </p>
      ) : (
        <p class="outgoing-state" title={texts.pendingHint}>
          <Icon name="clock" size={12} /> {texts.pending}
        </p>
      )}
    </div>
  );
}

