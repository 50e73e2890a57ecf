/** Makes a join code and shows the line that adds a machine; says so when the machine is there. */

import { useRef, useState } from "preact/hooks";
import { tunnelFor } from "../../core/invitation";
import { ApiError, type JoinCode } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { CopyLine } from "../parts/copy-line";
import "../../style/forms.css";
import "./invite-line.css";

export function InviteLine() {
  const room = useRoom();
  const texts = t.value;
  const [code, setCode] = useState<JoinCode | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const before = useRef<ReadonlySet<string>>(new Set());
  const make = async (): Promise<void> => {
    before.current = new Set(room.hosts.cells.value.keys());
    setProblem(null);
    try {
      setCode(await room.api.joinCode());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    }
  };
  const came = [...room.hosts.cells.value.values()].find((cell) => !before.current.has(cell.host.value.id));
  if (!code) {
    return (
      <div class="invite">
        <button type="button" class="button" data-testid="make-join-code" onClick={() => void make()}>
          {texts.addMachine}
        </button>
        {problem && (
          <p class="problem" role="alert">
            {errorText(texts, problem.code, problem.message)}
          </p>
        )}
      </div>
    );
  }
  const tunnel = tunnelFor(code.command);
  return (
    <div class="invite">
      <ol class="invite-steps">
        <li>
          <p>{texts.addMachineInstall}</p>
          <CopyLine text="pip install ./wire ./agent" />
        </li>
        {tunnel && (
          <li>
            <p>{texts.addMachineTunnel}</p>
            <CopyLine text={tunnel} />
          </li>
        )}
        <li>
          <p>{texts.addMachineText}</p>
          <CopyLine text={code.command} testid="join-command" />
        </li>
      </ol>
      <p class="invite-foot">
        <span role="status" data-testid="invite-status">
          <i class={`dot ${came ? "up" : ""}`} />
          {came ? texts.addMachineCame(came.host.value.name) : texts.addMachineWait}
        </span>
        <button type="button" class="link-button" onClick={() => void make()}>
          {texts.addMachineNew}
        </button>
      </p>
    </div>
  );
}
