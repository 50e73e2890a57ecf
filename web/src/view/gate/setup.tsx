/** First visit: the one-use key makes whoever holds it the administrator. */

import { useState } from "preact/hooks";
import { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import { useApp } from "../context";
import { CopyLine } from "../parts/copy-line";
import { Gate } from "./gate";
import { LoginForm } from "./login-form";

export function Setup({ key_ }: { key_: string }) {
  const app = useApp();
  const [old, setOld] = useState(false);
  const texts = t.value;
  const enter = async (login: string): Promise<void> => {
    try {
      app.enter(await app.api.setUp(key_, login));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      setOld(true);
    }
  };
  if (old) {
    return (
      <Gate testid="setup-old" title={texts.setupOldTitle} text={texts.setupOldText}>
        <CopyLine text="tocsin-hub open" />
      </Gate>
    );
  }
  return (
    <Gate testid="setup" title={texts.setupTitle} text={texts.setupText}>
      <LoginForm name="setup" label={texts.setupLogin} button={texts.setupEnter} initial="admin" enter={enter} />
    </Gate>
  );
}
