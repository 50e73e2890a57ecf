/** A lab's door: choose a login and come in. */

import { t } from "../../i18n/language";
import { useApp } from "../context";
import { Gate } from "./gate";
import { LoginForm } from "./login-form";

export function Join({ over }: { over: boolean }) {
  const app = useApp();
  const texts = t.value;
  const enter = async (login: string): Promise<void> => app.enter(await app.api.join(login));
  return (
    <Gate testid="join" title={texts.joinTitle} text={texts.joinText}>
      {over && (
        <p class="gate-over" role="status" data-testid="session-over">
          {texts.overTitle}. {texts.overText}
        </p>
      )}
      <LoginForm name="join" label={texts.joinLogin} button={texts.joinEnter} initial="" enter={enter} />
    </Gate>
  );
}
