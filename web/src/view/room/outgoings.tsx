/** What the person said or did that the hub has not answered, or has refused. */

import { isAmendment } from "../../core/thread";
import { newId } from "../../edge/random";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import type { Chat } from "../../wire/messages.gen";
import type { Outgoing } from "../../wire/outbox";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import "./outgoings.css";

export function Outgoings({ topic }: { topic: string }) {
  const room = useRoom();
  const here = (item: Outgoing): boolean => item.topic === topic;
  const isSaid = (item: Outgoing): boolean => !isAmendment(item);
  return (
    <>
      {room.settling.value.filter(here).filter(isSaid).map((item) => (
        <p key={item.id} class="message outgoing">
          {(item.body as Chat).text}
        </p>
      ))}
      {room.connection.outgoing.value
        .filter(here)
        .filter((item) => isSaid(item) || item.refused)
        .map((item) => (
          <Waiting key={item.id} item={item} />
        ))}
    </>
  );
}

/** Of what was done to a message only its refusal is told here: until then it shows where it was done. */
function Waiting({ item }: { item: Outgoing }) {
  const { connection } = useRoom();
  const texts = t.value;
  const again = (): void => {
    connection.discard(item.id);
    const now = connection.now();
    connection.publish({ topic: item.topic, id: newId(now), body: item.body, at: now });
  };
  const isDone = isAmendment(item);
  return (
    <div class="outgoing" data-testid={item.refused ? "message-failed" : "message-pending"}>
      {(item.body as Chat).text && <p class="message">{(item.body as Chat).text}</p>}
      {item.refused ? (
        <p class="outgoing-state bad" role="alert">
          {(isDone ? texts.notDone : texts.failed)(errorText(texts, item.refused.code, item.refused.message))}{" "}
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
