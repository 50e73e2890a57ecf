/** What to do for those who cannot log in: folded, as most can. */

import { t } from "../../i18n/language";
import { CopyLine } from "../parts/copy-line";

export function NoAccount() {
  const texts = t.value;
  return (
    <details class="gate-other" data-testid="no-account">
      <summary>{texts.noAccount}</summary>
      <p class="muted">{texts.noAccountText}</p>
      <CopyLine text="tocsin-hub open" />
    </details>
  );
}
