/** Who reacted with what: a click joins in, or takes it back. */

import { writeNames } from "../../core/name-list";
import type { Said } from "../../core/timeline";
import { formats, t } from "../../i18n/language";
import { toggle } from "../../store/amend";
import { useRoom } from "../context";
import { useConversing } from "./message-context";
import "./reactions.css";

export function Reactions({ said }: { said: Said }) {
  const { connection } = useRoom();
  const { topic, me } = useConversing();
  return (
    <div class="reactions" role="group" aria-label={t.value.reactions}>
      {said.reactions.map(({ emoji, by }) => {
        const who = t.value.reactedWith(writeNames(formats.value.language, by), emoji);
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            data-testid="reaction"
            data-emoji={emoji}
            aria-pressed={by.includes(me)}
            title={who}
            onClick={() => toggle(connection, topic, said, emoji, me)}
          >
            <span class="reaction-emoji">
              {emoji}
            </span>
            <span>{by.length}</span>
          </button>
        );
      })}
    </div>
  );
}
