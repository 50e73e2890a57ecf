/** Stopping the hub concerns everybody: it is asked once more. */

import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import "../../style/forms.css";

export function StopDialog({ onStop, onClose }: { onStop: () => void; onClose: () => void }) {
  const texts = t.value;
  return (
    <Modal title={texts.stopTitle} testid="stop-dialog" onClose={onClose}>
      <p class="muted">{texts.stopText}</p>
      <div class="modal-actions">
        <button type="button" class="button quiet" autoFocus onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="button" class="button danger" data-testid="stop-confirm" onClick={onStop}>
          {texts.stopConfirm}
        </button>
      </div>
    </Modal>
  );
}
