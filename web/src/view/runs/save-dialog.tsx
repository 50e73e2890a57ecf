/** Saves a run under a name, or changes one that is saved. */

import { useState } from "preact/hooks";
import { commandLine, readCommand } from "../../core/command-line";
import { splitTargets } from "../../core/targets";
import { changeSaved, saveRun, type SavedWish } from "../../edge/runs-http";
import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import { useAttempt } from "../parts/use-attempt";
import { CommandField } from "./command-field";
import { TargetsField } from "./targets-field";
import "../../style/forms.css";

interface Props {
  /** Of the one that is changed; without it a new one is saved. */
  id?: string;
  wish: SavedWish;
  onClose: () => void;
}

const LONGEST_NAME = 64;

export function SaveDialog({ id, wish, onClose }: Props) {
  const { problem, setProblem, attempt } = useAttempt();
  const [name, setName] = useState(wish.name);
  const [where, setWhere] = useState(wish.where.join(", "));
  const [line, setLine] = useState(commandLine(wish.command, wish.arguments));
  const texts = t.value;
  const isWhole = name.trim() !== "" && splitTargets(where).length > 0 && line.trim() !== "";
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const read = readCommand(line);
    if (!read) return setProblem(texts.usageQuote);
    const next = { ...wish, ...read, name: name.trim(), where: splitTargets(where) };
    if (await attempt(() => (id ? changeSaved(id, next) : saveRun(next)))) onClose();
  };
  return (
    <Modal title={id ? texts.savedEdit : texts.saveTitle} testid="save-dialog" onClose={onClose}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for="save-name">{texts.name}</label>
          <input
            id="save-name"
            class="input"
            data-testid="save-name"
            maxLength={LONGEST_NAME}
            autoFocus
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <TargetsField value={where} onType={setWhere} />
        <CommandField testid="save-line" value={line} hint={texts.saveHint} problem={problem} onType={setLine} />
        <div class="modal-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" data-testid="save-confirm" disabled={!isWhole}>
            {texts.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}
