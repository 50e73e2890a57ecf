/** Where one writes: to everybody, to one person, to machines. */

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { accept, complete, type Completion } from "../../core/completion";
import type { Slip } from "../../core/saying";
import { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { draftOf } from "../../store/drafts";
import { Speaker } from "../../store/speaker";
import { MAX_CHAT } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { StopDialog } from "./stop-dialog";
import { Suggestions } from "./suggestions";
import { useKnown } from "./use-known";
import "../../style/forms.css";
import "./composer.css";

const NO_COMPLETION: Completion = { from: 0, options: [] };
const TALLEST_PX = 180;

interface Props {
  partner: string;
  onPartner: (login: string) => void;
}

export function Composer({ partner, onPartner }: Props) {
  const room = useRoom();
  const speaker = useMemo(() => new Speaker(room.connection, room.privates), [room]);
  const known = useKnown();
  const line = draftOf(room.session.login, partner);
  const [problem, setProblem] = useState("");
  const [stopping, setStopping] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const texts = t.value;

  const completion = dismissed ? NO_COMPLETION : complete(line.value, known);
  const options = completion.options;

  const type = (text: string): void => {
    line.value = text;
    setProblem("");
    setChosen(0);
    setDismissed(false);
  };
  const take = (option: string): void => {
    type(accept(line.value, completion, option));
    field.current?.focus();
  };
  const send = async (): Promise<void> => {
    const text = line.value;
    const usage: Record<Slip, string> = {
      "usage-run": texts.usageRun,
      "usage-msg": texts.usageMsg,
      "usage-me": texts.usageMe,
      unknown: texts.usageUnknown,
      quote: texts.usageQuote,
    };
    type("");
    try {
      const said = await speaker.say(text, partner);
      if (said.kind === "confirm-stop") setStopping(true);
      if (said.kind === "wrong") keep(text, usage[said.why]);
      if (said.kind === "taken" && said.to) onPartner(said.to);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      keep(text, errorText(texts, error.code, error.message));
    }
  };
  /** Nothing typed is lost because it was wrong. */
  const keep = (text: string, why: string): void => {
    if (line.value === "") line.value = text;
    setProblem(why);
    setDismissed(true);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const option = options[chosen];
    if (step !== 0 && options.length > 0) setChosen((chosen + step + options.length) % options.length);
    else if (event.key === "Tab" && !event.shiftKey && option !== undefined) take(option);
    else if (event.key === "Escape" && options.length > 0) setDismissed(true);
    else if (event.key === "Enter" && !event.shiftKey) {
      if (option !== undefined && option !== line.value.slice(completion.from)) take(option);
      else void send();
    } else return;
    event.preventDefault();
  };
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(TALLEST_PX, box.scrollHeight)}px`;
  }, [line.value]);

  return (
    <div class="composer">
      {options.length > 0 && <Suggestions options={options} chosen={chosen} onTake={take} />}
      {problem && (
        <p class="composer-problem problem" role="alert" data-testid="room-problem">
          {problem}
        </p>
      )}
      <form
        class="composer-box"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <textarea
          ref={field}
          rows={1}
          class="composer-field"
          data-testid="room-input"
          value={line.value}
          maxLength={MAX_CHAT}
          placeholder={partner ? texts.write(partner) : texts.writeRoom}
          aria-label={partner ? texts.write(partner) : texts.writeRoom}
          aria-controls={options.length > 0 ? "suggestions" : undefined}
          aria-autocomplete="list"
          aria-activedescendant={options.length > 0 ? `suggestion-${chosen}` : undefined}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <button type="submit" class="icon-button" data-testid="room-send" aria-label={texts.send} title={texts.send} disabled={line.value.trim() === ""}>
          <Icon name="send" />
        </button>
      </form>
      {stopping && (
        <StopDialog
          onClose={() => setStopping(false)}
          onStop={() => {
            setStopping(false);
            speaker.stopHub();
          }}
        />
      )}
    </div>
  );
}
