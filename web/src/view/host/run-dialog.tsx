/** Asks for a command to run: on this host, or on as many as one names. */

import { useState } from "preact/hooks";
import { readCommand } from "../../core/command-line";
import { splitTargets } from "../../core/targets";
import { go } from "../../edge/place";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { askFor } from "../../store/run-request";
import type { Host } from "../../wire/messages.gen";
import { Modal } from "../parts/modal";
import { useAttempt } from "../parts/use-attempt";
import { CommandField } from "../runs/command-field";
import { TargetsField } from "../runs/targets-field";
import "../../style/forms.css";

interface Props {
  /** Without it the person says where. */
  host?: Host;
  /** Where, when that was said already. */
  targets?: readonly Host[];
  /** What the host says it runs. */
  commands: readonly string[];
  onClose: () => void;
}

export function RunDialog({ host, targets, commands, onClose }: Props) {
  const { problem, setProblem, attempt } = useAttempt();
  const [line, setLine] = useState("");
  const [where, setWhere] = useState("");
  const texts = t.value;
  const hosts = host ? [host.id] : targets ? targets.map((one) => one.id) : splitTargets(where);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const read = readCommand(line);
    if (!read) return setProblem(line.trim() ? texts.usageQuote : "");
    const start = async (): Promise<void> => {
      const id = await askFor({ hosts, ...read });
      if (host) dockOpen.value = true; // the answer appears in the room
      else go({ view: "run", id });
    };
    if (await attempt(start)) onClose();
  };
  return (
    <Modal title={host ? texts.runTitle(host.name) : targets ? texts.runTitleMany(targets.length) : texts.runMany} testid="run-dialog" onClose={onClose}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        {targets && <p class="run-targets" data-testid="run-targets">{targets.map((one) => one.name).join(", ")}</p>}
        {!host && !targets && <TargetsField value={where} onType={setWhere} autoFocus />}
        <CommandField
          testid="run-line"
          value={line}
          hint={host ? texts.runHint : texts.runHintMany}
          problem={problem}
          commands={commands}
          autoFocus={host !== undefined || targets !== undefined}
          onType={(text) => {
            setLine(text);
            setProblem("");
          }}
        />
        <div class="modal-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" data-testid="run-start" disabled={line.trim() === "" || hosts.length === 0}>
            {texts.runStart}
          </button>
        </div>
      </form>
    </Modal>
  );
}
