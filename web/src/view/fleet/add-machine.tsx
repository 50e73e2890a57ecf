/** The dialog that adds a machine. */

import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import { InviteLine } from "./invite-line";

export function AddMachine({ onClose }: { onClose: () => void }) {
  return (
    <Modal title={t.value.addMachine} testid="add-machine-dialog" onClose={onClose}>
      <InviteLine />
    </Modal>
  );
}
