/** Logging in: by password, and a code where the account has a second factor; or by the provider. */

import { useState } from "preact/hooks";
import { CODE_NEEDED } from "../../core/error-code";
import { logIn, providerAddress, type Credentials } from "../../edge/gate-http";
import { ApiError } from "../../edge/http";
import { route } from "../../edge/place";
import { pathOf } from "../../core/route";
import { t } from "../../i18n/language";
import { LOGIN } from "../../wire/messages.gen";
import { useApp } from "../context";
import { Field } from "../parts/field";
import { PasswordField } from "../parts/password-field";
import { useForm } from "../parts/use-form";
import { LogInCode } from "./log-in-code";
import { NoAccount } from "./no-account";

export function LogIn({ login }: { login: string }) {
  const [asked, setAsked] = useState<Credentials | null>(null); // a code is wanted with these
  const hub = useApp().hub.value;
  if (asked) return <LogInCode credentials={asked} onBack={() => setAsked(null)} />;
  return (
    <>
      {hub?.login && <ByPassword login={login} onCodeNeeded={setAsked} />}
      {hub?.login && hub.oidc && <p class="gate-or">{t.value.or}</p>}
      {hub?.oidc && (
        <a class={hub.login ? "button quiet large" : "button large"} data-testid="log-in-provider" href={providerAddress(backTo())}>
          {t.value.continueWith(hub.oidc)}
        </a>
      )}
      <NoAccount />
    </>
  );
}

function backTo(): string {
  return route.value.view === "setup" ? "/" : pathOf(route.value);
}

function ByPassword({ login, onCodeNeeded }: { login: string; onCodeNeeded: (credentials: Credentials) => void }) {
  const app = useApp();
  const texts = t.value;
  const form = useForm("password", async (values) => {
    const credentials = { login: values("login").trim(), password: values("password") };
    if (!LOGIN.test(credentials.login)) return { field: "login", text: credentials.login ? t.value.badLogin : t.value.loginMissing };
    if (!credentials.password) return { field: "password", text: t.value.passwordMissing };
    try {
      app.enter(await logIn(credentials));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== CODE_NEEDED) throw error;
      onCodeNeeded(credentials);
    }
    return undefined;
  });
  return (
    <form {...form.props}>
      <Field
        form="log-in"
        name="login"
        label={texts.login}
        wrong={form.wrongAt("login")}
        large
        autoFocus={!login}
        defaultValue={login}
        maxLength={64}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
      />
      <PasswordField
        form="log-in"
        label={texts.password}
        wrong={form.wrongAt("password")}
        large
        autoFocus={login !== ""}
        autocomplete="current-password"
      />
      <button type="submit" class="button large" data-testid="log-in-enter" disabled={form.busy}>
        {texts.logIn}
      </button>
    </form>
  );
}
