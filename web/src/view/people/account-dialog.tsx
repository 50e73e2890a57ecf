/** What an admin does to an account: each asked once more, with who is affected; refusals are said in place. */

import { useState } from "preact/hooks";
import type { Account } from "../../core/account";
import { changeAccount, removeAccount, resetAccount, type Invitation } from "../../edge/accounts-http";
import type { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import { Confirm } from "../parts/confirm";
import { EditAccount } from "./edit-account";
import { InvitationDialog } from "./invitation-dialog";

export type AccountAct = "edit" | "enable" | "disable" | "reset" | "delete";

interface Props {
  act: AccountAct;
  account: Account;
  isMe: boolean;
  onClose: () => void;
  /** It was done: the list is another one. */
  onDone: () => void;
}

const CONFLICT = 409; // nobody could look after the hub any more

/** Say why the hub refused: it keeps one admin. */
export function explainAccount(error: ApiError): string {
  return error.status === CONFLICT ? t.value.lastAdmin : "";
}

export function AccountDialog({ act, account, isMe, onClose, onDone }: Props) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const { login } = account;
  const texts = t.value;
  const done = (): void => {
    onDone();
    onClose();
  };
  if (invitation) return <InvitationDialog login={login} invitation={invitation} isAnew onClose={onClose} />;
  if (act === "edit") return <EditAccount account={account} isMe={isMe} onClose={onClose} onDone={done} />;
  const reset = async (): Promise<void> => {
    setInvitation(await resetAccount(login));
    onDone();
  };
  const acts = {
    enable: { title: texts.enableTitle(login), text: texts.enableText, yes: texts.enableYes, go: () => changeAccount(login, { disabled: false }) },
    disable: { title: texts.disableTitle(login), text: texts.disableText, yes: texts.disableYes, go: () => changeAccount(login, { disabled: true }) },
    reset: { title: texts.resetTitle(login), text: texts.resetText, yes: texts.resetYes, go: reset },
    delete: { title: texts.deleteTitle(login), text: texts.deleteText, yes: texts.deleteYes, go: () => removeAccount(login) },
  };
  const { title, text, yes, go } = acts[act];
  return (
    <Confirm
      title={title}
      testid="account"
      yes={yes}
      isDanger={act !== "enable"}
      act={go}
      explain={explainAccount}
      onClose={onClose}
      onDone={act === "reset" ? () => undefined : done}
    >
      <p class="muted">{text}</p>
      {act !== "enable" && <Affected account={account} isMe={isMe} />}
    </Confirm>
  );
}

/** Who feels it at once. */
export function Affected({ account: { login, sessions }, isMe }: { account: Account; isMe: boolean }) {
  const texts = t.value;
  if (isMe) return <p class="affected" data-testid="affected">{texts.affectsYou}</p>;
  if (sessions === 0) return null;
  return (
    <p class="affected" data-testid="affected">
      {texts.affects(login, sessions)}
    </p>
  );
}
