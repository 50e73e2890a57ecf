/** The message another one answers, on one line above it; a click leads to it. */

import type { Said } from "../../core/timeline";
import { visibleText } from "../../core/visible-text";
import { t } from "../../i18n/language";
import { Icon } from "../parts/icon";
import { useConversing } from "./message-context";
import { useSpeaker } from "./use-speaker";
import "./quote.css";

const MOST = 200; // one line shows less

export function Quote({ said }: { said: Said }) {
  const { answered, follow } = useConversing();
  const one = answered(said);
  return (
    <button type="button" class="quote" data-testid="quote" onClick={() => follow(said)}>
      <Icon name="reply" size={12} />
      {one ? <Answered one={one} /> : <span class="quote-text">{t.value.earlierMessage}</span>}
    </button>
  );
}

/** Of a block of code its text is enough here. */
function oneLine(text: string): string {
  return text.replace(/`{3}/g, " ").replace(/\s+/g, " ").trim();
}

function Answered({ one }: { one: Said }) {
  const name = useSpeaker(one.by);
  return (
    <>
      <span class="quote-by">{name}</span>
      <span class="quote-text" dir="auto">
        {one.deleted ? t.value.deleted : oneLine(visibleText(one.text, MOST))}
      </span>
    </>
  );
}
