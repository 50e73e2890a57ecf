/** Where one writes: to everybody, to one person, to machines; an answer, or other words for what one said. */

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { accept, complete, type Completion } from "../../core/completion";
import type { Slip } from "../../core/saying";
import { partnerOf, privateTopic } from "../../core/talk";
import { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { edit } from "../../store/amend";
import { draftOf } from "../../store/drafts";
import { Speaker } from "../../store/speaker";
import { talksOf } from "../../store/talks";
import { Typing } from "../../store/typing";
import { MAX_CHAT } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { composerAim, stopDialog, suggestions } from "../shell/pieces";
import { TypingLine } from "./typing-line";
import { useKnown } from "./use-known";
import "../../style/forms.css";
import "./composer.css";

const NO_COMPLETION: Completion = { from: 0, options: [] };
const TALLEST_PX = 180;

interface Props {
  topic: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onTurn: (topic: string) => void;
}

export function Composer({ topic, field, onTurn }: Props) {
  const room = useRoom();
  const talks = talksOf(room);
  const speaker = useMemo(() => new Speaker(room.connection, room.privates), [room]);
  const typing = useMemo(() => new Typing(room.connection, topic, room.session.login), [room, topic]);
  useEffect(() => () => typing.close(), [typing]);
  const known = useKnown();
  const aim = talks.aims.value.get(topic);
  const line = aim?.kind === "edit" ? aim.line : draftOf(room.session.login, topic);
  const [problem, setProblem] = useState("");
  const [stopping, setStopping] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [caret, setCaret] = useState(Infinity);
  const texts = t.value;

  const head = line.value.slice(0, caret);
  const completion = dismissed ? NO_COMPLETION : complete(head, known);
  const options = completion.options;

  const type = (text: string, at = Infinity): void => {
    line.value = text;
    typing.typed(text);
    setCaret(at);
    setProblem("");
    setChosen(0);
    setDismissed(false);
  };
  const take = (option: string): void => {
    const taken = accept(head, completion, option);
    type(taken + line.value.slice(head.length), taken.length);
    field.current?.focus();
  };
  const send = async (): Promise<void> => {
    const text = line.value;
    if (aim?.kind === "edit") return change(text.trim());
    const usage: Record<Slip, string> = {
      "usage-run": texts.usageRun,
      "usage-msg": texts.usageMsg,
      "usage-me": texts.usageMe,
      unknown: texts.usageUnknown,
      quote: texts.usageQuote,
    };
    type("");
    try {
      const said = await speaker.say(text, topic, aim?.message);
      if (said.kind === "confirm-stop") setStopping(true);
      if (said.kind === "wrong") return keep(text, usage[said.why]);
      talks.rest(topic);
      if (said.kind === "taken" && said.to) onTurn(privateTopic(said.to));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      keep(text, errorText(texts, error.code, error.message));
    }
  };
  const change = (text: string): void => {
    if (!aim || text === "") return;
    if (text !== aim.message.text) edit(room.connection, topic, aim.message, text);
    typing.done();
    talks.rest(topic);
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
    else if (event.key === "ArrowUp" && line.value === "" && !aim) {
      const last = talks.lastOwn(topic);
      if (!last) return;
      talks.edit(topic, last);
    } else if (event.key === "Tab" && !event.shiftKey && option !== undefined) take(option);
    else if (event.key === "Escape" && options.length > 0) setDismissed(true);
    else if (event.key === "Escape" && aim) talks.rest(topic);
    else if (event.key === "Enter" && !event.shiftKey) {
      if (option !== undefined && option !== head.slice(completion.from)) take(option);
      else void send();
    } else return;
    event.preventDefault();
  };
  const move = (event: Event): void => setCaret((event.currentTarget as HTMLTextAreaElement).selectionEnd);
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(TALLEST_PX, box.scrollHeight)}px`;
    if (caret < line.value.length && box.selectionEnd !== caret) box.setSelectionRange(caret, caret);
  }, [line.value]);
  // What is to be changed is ready to be typed on.
  useLayoutEffect(() => {
    const end = line.peek().length;
    setCaret(end);
    field.current?.setSelectionRange(end, end);
  }, [aim]);
  const partner = partnerOf(topic);
  const label = partner ? texts.write(room.privates.nameOf(partner)) : texts.writeRoom;

  return (
    <div class="composer">
      {options.length > 0 && <suggestions.View options={options} chosen={chosen} onTake={take} />}
      {problem && (
        <p class="composer-problem problem" role="alert" data-testid="room-problem">
          {problem}
        </p>
      )}
      {aim && <composerAim.View aim={aim} onRest={() => talks.rest(topic)} />}
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
          dir="auto"
          value={line.value}
          maxLength={MAX_CHAT}
          placeholder={label}
          aria-label={label}
          aria-controls={options.length > 0 ? "suggestions" : undefined}
          aria-autocomplete="list"
          aria-activedescendant={options.length > 0 ? `suggestion-${chosen}` : undefined}
          onInput={(event) => type(event.currentTarget.value, event.currentTarget.selectionEnd)}
          onKeyDown={onKey}
          onKeyUp={move}
          onClick={move}
        />
        <button type="submit" class="icon-button" data-testid="room-send" aria-label={texts.send} title={texts.send} disabled={line.value.trim() === ""}>
          <Icon name={aim?.kind === "edit" ? "check" : "send"} />
        </button>
      </form>
      <TypingLine typing={typing} />
      {stopping && (
        <stopDialog.View
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
