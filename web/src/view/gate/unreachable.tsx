/** The hub did not answer at all when the page was opened. */

import { t } from "../../i18n/language";
import { Gate } from "./gate";
import "../../style/forms.css";

export function Unreachable() {
  return (
    <Gate testid="unreachable" title={t.value.unreachableTitle} text={t.value.unreachableText}>
      <p class="gate-trying" aria-hidden="true">
        <i />
      </p>
      <button type="button" class="button quiet large" onClick={() => location.reload()}>
        {t.value.tryNow}
      </button>
    </Gate>
  );
}
