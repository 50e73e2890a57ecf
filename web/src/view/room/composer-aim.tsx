/** What the line being written is for: an answer, or other words for what was said. */

import { visibleText } from "../../core/visible-text";
import { t } from "../../i18n/language";
import type { Aim } from "../../store/talks";
import { Icon } from "../parts/icon";
import { useSpeaker } from "./use-speaker";
import "./composer-aim.css";

const MOST = 200; // one line shows less

export function ComposerAim({ aim, onRest }: { aim: Aim; onRest: () => void }) {
  const name = useSpeaker(aim.message.by);
  const isReply = aim.kind === "reply";
  return (
    <div class="composer-aim" role="status" data-testid={isReply ? "replying" : "editing"}>
      <Icon name={isReply ? "reply" : "pencil"} size={13} />
      <span class="composer-aim-what">{isReply ? t.value.replyingTo(name) : t.value.editing}</span>
      <span class="composer-aim-text" dir="auto">
        {visibleText(aim.message.text, MOST)}
      </span>
      <button type="button" class="icon-button small" data-testid="aim-rest" aria-label={t.value.cancel} title={`${t.value.cancel} (Esc)`} onClick={onRest}>
        <Icon name="close" size={13} />
      </button>
    </div>
  );
}
