/** Gives an account another role or scope, and says who feels it. */

import { useState } from "preact/hooks";
import type { Account } from "../../core/account";
import { changeAccount } from "../../edge/accounts-http";
import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import { useAttempt } from "../parts/use-attempt";
import { Affected, explainAccount } from "./account-dialog";
import { ExpectedField } from "./expected-field";
import { RoleField } from "./role-field";
import { ScopeField } from "./scope-field";

interface Props {
  account: Account;
  isMe: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function EditAccount({ account, isMe, onClose, onDone }: Props) {
  const { problem, attempt } = useAttempt(explainAccount);
  const [role, setRole] = useState(account.role);
  const [scope, setScope] = useState<readonly string[]>(account.scope);
  const [expected, setExpected] = useState(account.expected);
  const isOther = expected !== account.expected;
  const texts = t.value;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wish = { role, scope: role === "operator" ? scope : [], ...(isOther && { oidc: expected }) };
    if (await attempt(() => changeAccount(account.login, wish))) onDone();
  };
  return (
    <Modal title={texts.editTitle(account.login)} testid="account-edit-dialog" onClose={onClose}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        <RoleField role={role} onChoose={setRole} />
        {role === "operator" && <ScopeField scope={scope} onChange={setScope} />}
        <ExpectedField expected={expected} warning={isOther && account.oidc ? texts.expectedWarning : ""} onChange={setExpected} />
        <Affected account={account} isMe={isMe} />
        {problem && (
          <p class="problem" role="alert" data-testid="account-problem">
            {problem}
          </p>
        )}
        <div class="modal-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" data-testid="account-save">
            {texts.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}
