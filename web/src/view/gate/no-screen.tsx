/** At /tv without a link that holds: whoever hangs up screens can make another. */

import { t } from "../../i18n/language";
import { Gate } from "./gate";

export function NoScreen() {
  const texts = t.value;
  return (
    <Gate title={texts.noScreenTitle} text={texts.noScreenText} testid="no-screen">
      <a class="button quiet" href="/">
        {texts.logIn}
      </a>
    </Gate>
  );
}
