/** An invitation: the account is there, its person chooses a password. */

import type { Invited } from "../../edge/gate-http";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { useApp } from "../context";
import { Field } from "../parts/field";
import { passwordRefused, passwordWrong } from "../parts/password-wrong";
import { PasswordField } from "../parts/password-field";
import { useForm } from "../parts/use-form";
import { Gate } from "./gate";
import { spendKey, type KeyHolder } from "./spend-key";

export function Invitation({ login, role, ...holder }: KeyHolder & Invited) {
  const app = useApp();
  const texts = t.value;
  const form = useForm("password", async (values) => {
    const password = values("password");
    const wrong = passwordWrong(password, login);
    if (!wrong) await spendKey(app, holder, { password });
    return wrong;
  }, passwordRefused);
  const means = lookUp(texts.roleMeans, role);
  return (
    <Gate testid="invitation" title={texts.invitationTitle(login)} text={texts.invitationText(lookUp(texts.roles, role), means)}>
      <form {...form.props}>
        {/* For the password manager: it keeps the password under this login. */}
        <Field form="invitation" name="login" label={texts.login} large readOnly value={login} autocomplete="username" />
        <PasswordField
          form="invitation"
          label={texts.passwordNew}
          hint={texts.passwordHint}
          wrong={form.wrongAt("password")}
          large
          autoFocus
          autocomplete="new-password"
        />
        <button type="submit" class="button large" data-testid="invitation-enter" disabled={form.busy}>
          {texts.setupEnter}
        </button>
      </form>
    </Gate>
  );
}
