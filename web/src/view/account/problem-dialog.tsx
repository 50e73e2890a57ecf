/** Saying again who one is, at the provider, led nowhere: one is in as before. */

import { problem } from "../../edge/place";
import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import { Problem } from "../gate/problem";

export function ProblemDialog() {
  const texts = t.value;
  const close = (): void => void (problem.value = "");
  return (
    <Modal title={texts.proofTitle} testid="problem-dialog" onClose={close}>
      <Problem />
      <div class="modal-actions">
        <button type="button" class="button" autoFocus onClick={close}>
          {texts.close}
        </button>
      </div>
    </Modal>
  );
}
