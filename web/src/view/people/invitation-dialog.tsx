/** A link that lets one person in, once: to be copied now, for nobody can see it again. */

import type { Invitation } from "../../edge/accounts-http";
import { formats, t } from "../../i18n/language";
import { CopyLine } from "../parts/copy-line";
import { Modal } from "../parts/modal";

interface Props {
  login: string;
  invitation: Invitation;
  /** They were here before. */
  isAnew?: boolean;
  onClose: () => void;
}

export function InvitationDialog({ login, invitation, isAnew = false, onClose }: Props) {
  const texts = t.value;
  return (
    <Modal title={texts.inviteTitle(login)} testid="invitation-dialog" onClose={onClose}>
      <p>{isAnew ? texts.inviteAnew(login) : texts.inviteText(login)}</p>
      <CopyLine text={invitation.url} testid="invitation-link" />
      <ul class="next-steps">
        <li>{texts.inviteUntil(formats.value.moment(invitation.expires))}</li>
        <li>{texts.inviteNext(login)}</li>
        <li>{texts.inviteSecret}</li>
      </ul>
      <div class="modal-actions">
        <button type="button" class="button" data-testid="invitation-done" onClick={onClose}>
          {texts.done}
        </button>
      </div>
    </Modal>
  );
}
