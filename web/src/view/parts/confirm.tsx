/** Asks once more before something is done that cannot be undone, and says in place why it was not. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import { Modal } from "./modal";
import { useAttempt } from "./use-attempt";
import "../../style/forms.css";

interface Props {
  title: string;
  testid: string;
  /** What the button says that does it. */
  yes: string;
  isDanger?: boolean;
  act: () => Promise<unknown>;
  explain?: (error: ApiError) => string;
  onClose: () => void;
  onDone?: () => void;
  children: ComponentChildren;
}

export function Confirm({ title, testid, yes, isDanger = false, act, explain, onClose, onDone = onClose, children }: Props) {
  const { problem, attempt } = useAttempt(explain);
  const [busy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    const done = await attempt(act);
    setBusy(false);
    if (done) onDone();
  };
  return (
    <Modal title={title} testid={`${testid}-dialog`} onClose={onClose}>
      {children}
      {problem && (
        <p class="problem" role="alert" data-testid={`${testid}-problem`}>
          {problem}
        </p>
      )}
      <div class="modal-actions">
        <button type="button" class="button quiet" autoFocus onClick={onClose}>
          {t.value.cancel}
        </button>
        <button
          type="button"
          class={`button ${isDanger ? "danger" : ""}`}
          data-testid={`${testid}-confirm`}
          disabled={busy}
          onClick={() => void go()}
        >
          {yes}
        </button>
      </div>
    </Modal>
  );
}
