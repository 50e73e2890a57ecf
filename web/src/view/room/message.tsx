/** One message with what became of it: its quote, its text, what it names, who reacted. */

import { useMemo } from "preact/hooks";
import { isMentioned } from "../../core/mention";
import { placesIn, readMarkup } from "../../core/markup";
import { actionOf } from "../../core/action";
import type { Said } from "../../core/timeline";
import { formats, t } from "../../i18n/language";
import { memo } from "../parts/memo";
import { When } from "../parts/when";
import { unfolded } from "../shell/pieces";
import { Avatar } from "./avatar";
import { Markup } from "./markup";
import { useConversing } from "./message-context";
import { Quote } from "./quote";
import { Reactions } from "./reactions";
import "./message.css";

const MOST_CARDS = 3;

interface Props {
  said: Said;
  name: string;
  ip: string;
  /** It begins what one person says in a row. */
  isFirst: boolean;
}

export const Message = memo(({ said, name, ip, isFirst }: Props) => {
  const { me } = useConversing();
  const isDeleted = said.deleted !== null;
  const isForMe = !isDeleted && said.by !== me && isMentioned(said.text, me);
  return (
    <article
      class="row"
      tabIndex={-1}
      data-message={said.id}
      data-seq={said.seq}
      data-first={isFirst}
      data-for-me={isForMe}
      data-testid="message-row"
      aria-label={t.value.messageBy(name, formats.value.time(said.at))}
    >
      {isFirst ? <Avatar login={name} /> : <When at={said.at} className="row-time" />}
      <div class="row-body">
        {isFirst && <Head name={name} ip={ip} at={said.at} />}
        {said.reply && !isDeleted && <Quote said={said} />}
        {isDeleted ? <Tombstone said={said} /> : <Body said={said} name={name} />}
        {said.reactions.length > 0 && <Reactions said={said} />}
      </div>
    </article>
  );
});

function Head({ name, ip, at }: { name: string; ip: string; at: number }) {
  return (
    <header class="row-head">
      <span class="row-by" data-testid="message-by">
        {name}
      </span>
      <span class="row-ip" data-testid="message-ip">
        {ip}
      </span>
      <When at={at} />
    </header>
  );
}

function Body({ said, name }: { said: Said; name: string }) {
  const { history, me } = useConversing();
  const action = actionOf(said.text);
  const blocks = useMemo(() => readMarkup(action ? `${name} ${action}` : said.text, location.origin), [said.text, name]);
  const places = useMemo(() => placesIn(blocks, MOST_CARDS), [blocks]);
  const edited = said.former.length > 0;
  return (
    <>
      <div class={action ? "message action" : "message"} data-testid="room-message">
        <Markup blocks={blocks} me={me} />
      </div>
      {edited && (
        <button type="button" class="row-edited" data-testid="message-edited" onClick={() => history(said)}>
          {t.value.edited}
        </button>
      )}
      {places.length > 0 && <unfolded.View paths={places} />}
    </>
  );
}

function Tombstone({ said }: { said: Said }) {
  const by = said.deleted?.by ?? said.by;
  return (
    <p class="message tombstone" data-testid="message-deleted">
      {by.toLowerCase() === said.by.toLowerCase() ? t.value.deleted : t.value.deletedBy(by)}
    </p>
  );
}
