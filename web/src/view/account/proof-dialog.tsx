/** Say again who you are: before what is dangerous, when the last time is too long ago. */

import { useEffect, useState } from "preact/hooks";
import { CODE_NEEDED, WRONG_LOGIN } from "../../core/error-code";
import { tidyCode } from "../../core/second-factor";
import { fetchMe, type Me } from "../../edge/account-http";
import { prove, providerAddress } from "../../edge/gate-http";
import { ApiError } from "../../edge/http";
import { route } from "../../edge/place";
import { answerProof } from "../../edge/proof";
import { pathOf } from "../../core/route";
import { t } from "../../i18n/language";
import { useApp } from "../context";
import { CodeField } from "../parts/code-field";
import { CopyLine } from "../parts/copy-line";
import { Modal } from "../parts/modal";
import { frontTitle } from "../parts/open-dialogs";
import { PasswordField } from "../parts/password-field";
import { useForm } from "../parts/use-form";

export function ProofDialog() {
  const [me, setMe] = useState<Me | null>(null);
  const [asker] = useState(frontTitle);
  useEffect(() => {
    fetchMe().then(setMe, () => answerProof(false)); // no hub, no session: what waits says so itself
    return () => answerProof(false);
  }, []);
  if (!me) return null;
  return (
    <Modal title={t.value.proofTitle} testid="proof" onClose={() => answerProof(false)}>
      {me.password ? <ByPassword me={me} asker={asker} /> : <WithoutPassword />}
    </Modal>
  );
}

/** `asker`: what the dialog is called over which this one lies, if any. */
function ByPassword({ me, asker }: { me: Me; asker: string }) {
  const [withCode, setWithCode] = useState(me.second_factor);
  const texts = t.value;
  const form = useForm("password", async (values) => {
    const code = withCode ? tidyCode(values("code")) : "";
    if (!values("password")) return { field: "password", text: t.value.passwordMissing };
    if (withCode && !code) return { field: "code", text: t.value.codeMissing };
    try {
      await prove(values("password"), code);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === WRONG_LOGIN) return { field: "password", text: withCode ? t.value.proofWrong : t.value.passwordWrong };
      if (error.code !== CODE_NEEDED) throw error;
      setWithCode(true);
      return { field: "code", text: withCode ? t.value.codeWrong : t.value.codeMissing };
    }
    answerProof(true);
    return undefined;
  });
  return (
    <form class="form" {...form.props}>
      <p class="muted">{texts.proofText(asker)}</p>
      {/* For the password manager: whose password is asked for. */}
      <input class="visually-hidden" type="text" name="login" value={me.login} readOnly tabIndex={-1} aria-hidden="true" autocomplete="username" />
      <PasswordField
        form="proof"
        label={texts.passwordOfLogin(me.login)}
        wrong={form.wrongAt("password")}
        autoFocus
        autocomplete="current-password"
      />
      {withCode && <CodeField form="proof" wrong={form.wrongAt("code")} />}
      <div class="modal-actions">
        <button type="button" class="button quiet" onClick={() => answerProof(false)}>
          {texts.cancel}
        </button>
        <button type="submit" class="button" data-testid="proof-confirm" disabled={form.busy}>
          {texts.proofConfirm}
        </button>
      </div>
    </form>
  );
}

function WithoutPassword() {
  const provider = useApp().hub.value?.oidc;
  const texts = t.value;
  return (
    <div class="form" data-testid="proof-without-password">
      <p class="muted">{texts.proofAnew}</p>
      {provider && (
        <a class="button" href={providerAddress(pathOf(route.value), true)} data-testid="proof-provider">
          {texts.continueWith(provider)}
        </a>
      )}
      <p class="muted">{texts.proofByLink}</p>
      <CopyLine text="tocsin-hub open" />
    </div>
  );
}
