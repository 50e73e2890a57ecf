/** One's password: set, or changed. */

import { useState } from "preact/hooks";
import { changePassword, type Me } from "../../edge/account-http";
import { t } from "../../i18n/language";
import type { OwnAccount } from "../../store/own-account";
import { passwordRefused, passwordWrong } from "../parts/password-wrong";
import { PasswordField } from "../parts/password-field";
import { useForm } from "../parts/use-form";
import { Section } from "./section";

export function PasswordSection({ account, me }: { account: OwnAccount; me: Me }) {
  const [isOpen, setOpen] = useState(false);
  const [isDone, setDone] = useState(false);
  const texts = t.value;
  const done = (): void => {
    setOpen(false);
    setDone(true);
    void account.load();
  };
  const change = !isOpen && (
    <button type="button" class="button quiet small" data-testid="password-change" onClick={() => setOpen(true)}>
      {me.password ? texts.passwordChange : texts.passwordSet}
    </button>
  );
  return (
    <Section id="account-password" title={texts.password} text={me.password ? texts.passwordThere : texts.passwordNone} act={change}>
      {isOpen && <Change login={me.login} onDone={done} onCancel={() => setOpen(false)} />}
      <p role="status" class={isDone && !isOpen ? "account-done" : "visually-hidden"} data-testid="password-done">
        {isDone && !isOpen && texts.passwordDone}
      </p>
    </Section>
  );
}

function Change({ login, onDone, onCancel }: { login: string; onDone: () => void; onCancel: () => void }) {
  const texts = t.value;
  const form = useForm("password", async (values) => {
    const password = values("password");
    const wrong = passwordWrong(password, login);
    if (wrong) return wrong;
    await changePassword(password);
    onDone();
    return undefined;
  }, passwordRefused);
  return (
    <form class="account-form" {...form.props}>
      {/* For the password manager: it keeps the password under this login. */}
      <input class="visually-hidden" type="text" name="login" value={login} readOnly tabIndex={-1} aria-hidden="true" autocomplete="username" />
      <PasswordField
        form="new"
        label={texts.passwordNew}
        hint={texts.passwordHint}
        wrong={form.wrongAt("password")}
        autoFocus
        autocomplete="new-password"
      />
      <div class="account-acts">
        <button type="button" class="button quiet" onClick={onCancel}>
          {texts.cancel}
        </button>
        <button type="submit" class="button" data-testid="password-save" disabled={form.busy}>
          {texts.passwordSave}
        </button>
      </div>
    </form>
  );
}
