/** What could not be had, and another try. */

import { t } from "../../i18n/language";
import "../../style/forms.css";

export function Failed({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <p class="problem" role="alert">
      {text}{" "}
      <button type="button" class="link-button" onClick={onRetry}>
        {t.value.retry}
      </button>
    </p>
  );
}
