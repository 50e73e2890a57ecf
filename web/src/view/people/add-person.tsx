/** Adds an account; what comes of it is a link that lets the person in, once, unless the provider does. */

import { useState } from "preact/hooks";
import type { Account } from "../../core/account";
import { addAccount, type Invitation } from "../../edge/accounts-http";
import { t } from "../../i18n/language";
import { LOGIN } from "../../wire/messages.gen";
import { useApp } from "../context";
import { Modal } from "../parts/modal";
import { useAttempt } from "../parts/use-attempt";
import { ExpectedField } from "./expected-field";
import { InvitationDialog } from "./invitation-dialog";
import { RoleField } from "./role-field";
import { ScopeField } from "./scope-field";

interface Props {
  known: readonly Account[];
  onDone: () => void;
  onClose: () => void;
}

const LONGEST_LOGIN = 32;

export function AddPerson({ known, onDone, onClose }: Props) {
  const { problem, setProblem, attempt } = useAttempt();
  const [login, setLogin] = useState("");
  const [role, setRole] = useState("operator");
  const [scope, setScope] = useState<readonly string[]>([]);
  const [expected, setExpected] = useState("");
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const provider = useApp().hub.value?.oidc ?? "";
  const texts = t.value;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!LOGIN.test(login)) return setProblem(texts.badLogin);
    if (known.some((one) => one.login.toLowerCase() === login.toLowerCase())) return setProblem(texts.personKnown(login));
    const wish = { role, scope: role === "operator" ? scope : [], ...(expected && { oidc: expected }) };
    const add = async (): Promise<void> => setInvitation(await addAccount(login, wish));
    if (await attempt(add)) onDone();
  };
  if (invitation && !invitation.url) return <ExpectedDialog login={login} provider={provider} onClose={onClose} />;
  if (invitation) return <InvitationDialog login={login} invitation={invitation} onClose={onClose} />;
  return (
    <Modal title={texts.personAdd} testid="person-dialog" onClose={onClose}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for="person-login">{texts.personLogin}</label>
          <input
            id="person-login"
            class="input"
            data-testid="person-login"
            autoFocus
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            maxLength={LONGEST_LOGIN}
            aria-describedby="person-note"
            aria-invalid={problem !== ""}
            value={login}
            onInput={(event) => {
              setLogin(event.currentTarget.value.trim());
              setProblem("");
            }}
          />
          <p id="person-note" class={problem ? "problem" : "hint"} role={problem ? "alert" : undefined} data-testid="person-problem">
            {problem || texts.joinHint}
          </p>
        </div>
        <RoleField role={role} onChoose={setRole} />
        {role === "operator" && <ScopeField scope={scope} onChange={setScope} />}
        <ExpectedField expected={expected} onChange={setExpected} />
        <div class="modal-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" data-testid="person-invite" disabled={login === ""}>
            {expected ? texts.personAddOnly : texts.personInvite}
          </button>
        </div>
      </form>
    </Modal>
  );
}

function ExpectedDialog({ login, provider, onClose }: { login: string; provider: string; onClose: () => void }) {
  const texts = t.value;
  return (
    <Modal title={texts.expectedTitle(login)} testid="expected-dialog" onClose={onClose}>
      <p>{texts.expectedDone(login, provider)}</p>
      <div class="modal-actions">
        <button type="button" class="button" data-testid="expected-done" onClick={onClose}>
          {texts.done}
        </button>
      </div>
    </Modal>
  );
}
