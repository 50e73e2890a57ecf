/** After a farewell: one stays away until one asks to come back. */

import { t } from "../../i18n/language";
import { useApp } from "../context";
import { Gate } from "./gate";
import "../../style/forms.css";

export function Bye() {
  const app = useApp();
  return (
    <Gate testid="bye" title={t.value.byeTitle} text={t.value.byeText}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          app.comeBack();
        }}
      >
        <button type="submit" class="button large" data-testid="come-back">
          {t.value.comeBack}
        </button>
        <button type="button" class="button quiet large" data-testid="log-out" onClick={() => void app.logOut()}>
          {t.value.leave}
        </button>
      </form>
    </Gate>
  );
}
