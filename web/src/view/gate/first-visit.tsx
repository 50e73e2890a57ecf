/** The first visit, and every one by `tocsin-hub open`: who holds the key is the administrator. */

import { LOGIN_TAKEN } from "../../core/error-code";
import { t } from "../../i18n/language";
import type { ApiError } from "../../edge/http";
import { LOGIN } from "../../wire/messages.gen";
import { useApp } from "../context";
import { Field } from "../parts/field";
import { passwordRefused, passwordWrong } from "../parts/password-wrong";
import { PasswordField } from "../parts/password-field";
import { useForm, type Wrong } from "../parts/use-form";
import { Gate } from "./gate";
import { spendKey, type KeyHolder } from "./spend-key";

export function FirstVisit(holder: KeyHolder) {
  const app = useApp();
  const texts = t.value;
  const form = useForm("password", async (values) => {
    const [login, password] = [values("login").trim(), values("password")];
    if (!LOGIN.test(login)) return { field: "login", text: t.value.badLogin };
    const wrong = password ? passwordWrong(password, login) : undefined;
    if (!wrong) await spendKey(app, holder, { login, password });
    return wrong;
  }, explain);
  return (
    <Gate testid="setup" title={texts.setupTitle} text={texts.setupText}>
      <form {...form.props}>
        <Field
          form="setup"
          name="login"
          label={texts.setupLogin}
          wrong={form.wrongAt("login")}
          large
          autoFocus
          defaultValue="admin"
          maxLength={40}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
        />
        <PasswordField
          form="setup"
          label={texts.passwordIfWanted}
          hint={texts.setupPasswordHint}
          wrong={form.wrongAt("password")}
          large
          autocomplete="new-password"
        />
        <button type="submit" class="button large" data-testid="setup-enter" disabled={form.busy}>
          {texts.setupEnter}
        </button>
      </form>
    </Gate>
  );
}

function explain(error: ApiError): Wrong | undefined {
  if (error.code !== LOGIN_TAKEN) return passwordRefused(error);
  return { field: "login", text: t.value.errors[LOGIN_TAKEN] };
}
