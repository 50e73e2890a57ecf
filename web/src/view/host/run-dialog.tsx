/** Asks for a command to run on this host. */

import { useId, useState } from "preact/hooks";
import { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { requestLine } from "../../store/run-request";
import { dockOpen } from "../../store/preferences";
import type { Host } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Modal } from "../parts/modal";
import "../../style/forms.css";

interface Props {
  host: Host;
  /** What the host says it runs. */
  commands: readonly string[];
  onClose: () => void;
}

export function RunDialog({ host, commands, onClose }: Props) {
  const room = useRoom();
  const list = useId();
  const [line, setLine] = useState("");
  const [problem, setProblem] = useState("");
  const texts = t.value;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      if (!(await requestLine(room.api, host.id, line))) return setProblem(line.trim() ? texts.usageQuote : "");
      dockOpen.value = true; // the answer appears in the room
      onClose();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(errorText(texts, error.code, error.message));
    }
  };
  return (
    <Modal title={texts.runTitle(host.name)} testid="run-dialog" onClose={onClose}>
      <form class="field" onSubmit={(event) => void submit(event)}>
        <label for="run-line">{texts.runCommand}</label>
        <input
          id="run-line"
          class="input mono"
          data-testid="run-line"
          value={line}
          list={list}
          autoFocus
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="run-note"
          onInput={(event) => {
            setLine(event.currentTarget.value);
            setProblem("");
          }}
        />
        <datalist id={list}>
          {commands.map((command) => (
            <option key={command} value={command} />
          ))}
        </datalist>
        <p id="run-note" class={problem ? "problem" : "hint"} role={problem ? "alert" : undefined}>
          {problem || texts.runHint}
        </p>
        <div class="modal-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" data-testid="run-start" disabled={line.trim() === ""}>
            {texts.runStart}
          </button>
        </div>
      </form>
    </Modal>
  );
}
