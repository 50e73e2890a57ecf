/** The second step of logging in: the password was right, a code is wanted too. */

import { tidyCode } from "../../core/second-factor";
import { logIn, type Credentials } from "../../edge/gate-http";
import { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import { useApp } from "../context";
import { CodeField } from "../parts/code-field";
import { useForm } from "../parts/use-form";

const UNAUTHORIZED = 401; // the password was right a moment ago: it is the code

export function LogInCode({ credentials, onBack }: { credentials: Credentials; onBack: () => void }) {
  const app = useApp();
  const texts = t.value;
  const form = useForm("code", async (values) => {
    const code = tidyCode(values("code"));
    if (!code) return { field: "code", text: t.value.codeMissing };
    try {
      app.enter(await logIn(credentials, code));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== UNAUTHORIZED) throw error;
      return { field: "code", text: t.value.codeWrong };
    }
    return undefined;
  });
  return (
    <form {...form.props}>
      <p class="gate-as">
        {texts.loggingIn} <strong>{credentials.login}</strong>
      </p>
      <CodeField form="log-in" wrong={form.wrongAt("code")} large autoFocus />
      <button type="submit" class="button large" data-testid="log-in-code-enter" disabled={form.busy}>
        {texts.logIn}
      </button>
      <button type="button" class="button quiet large" onClick={onBack}>
        {texts.backwards}
      </button>
    </form>
  );
}
