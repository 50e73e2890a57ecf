/** The dialog that adds a machine. */

import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import { invite } from "../shell/pieces";

export function AddMachine({ onClose }: { onClose: () => void }) {
  return (
    <Modal title={t.value.addMachine} testid="add-machine-dialog" onClose={onClose}>
      <invite.View />
    </Modal>
  );
}
