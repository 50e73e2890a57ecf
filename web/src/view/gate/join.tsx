/** A lab's door: choose a login and come in. */

import { LOGIN } from "../../wire/messages.gen";
import { join } from "../../edge/gate-http";
import { t } from "../../i18n/language";
import { useApp } from "../context";
import { Field } from "../parts/field";
import { useForm } from "../parts/use-form";

export function Join({ login }: { login: string }) {
  const app = useApp();
  const texts = t.value;
  const form = useForm("login", async (values) => {
    const wanted = values("login").trim();
    if (!LOGIN.test(wanted)) return { field: "login", text: t.value.badLogin };
    app.enter(await join(wanted));
    return undefined;
  });
  return (
    <form {...form.props}>
      <Field
        form="join"
        name="login"
        label={texts.login}
        hint={texts.joinHint}
        wrong={form.wrongAt("login")}
        large
        autoFocus
        defaultValue={login}
        maxLength={40}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
      />
      <button type="submit" class="button large" data-testid="join-enter" disabled={form.busy}>
        {texts.joinEnter}
      </button>
    </form>
  );
}
