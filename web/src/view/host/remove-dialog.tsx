/** Removing a host takes what is known of it: it is asked once more. */

import { useState } from "preact/hooks";
import { ApiError } from "../../edge/http";
import { go } from "../../edge/place";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import type { Host } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Modal } from "../parts/modal";
import "../../style/forms.css";

const CONFLICT = 409; // it came back meanwhile

export function RemoveDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const room = useRoom();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const texts = t.value;
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await room.api.removeHost(host.id);
      onClose();
      go({ view: "fleet" });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.status === CONFLICT ? texts.removeConnected : errorText(texts, error.code, error.message));
      setBusy(false);
    }
  };
  return (
    <Modal title={texts.removeTitle(host.name)} testid="remove-dialog" onClose={onClose}>
      <p class="muted">{texts.removeText}</p>
      {problem && (
        <p class="problem" role="alert" data-testid="remove-problem">
          {problem}
        </p>
      )}
      <div class="modal-actions">
        <button type="button" class="button quiet" autoFocus onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="button" class="button danger" data-testid="remove-confirm" disabled={busy} onClick={() => void remove()}>
          {texts.removeConfirm}
        </button>
      </div>
    </Modal>
  );
}
