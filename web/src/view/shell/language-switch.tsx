/** Switches between the two languages; the button names the other one, in that language. */

import { choose, language, t } from "../../i18n/language";

export function LanguageSwitch() {
  const other = language.value === "en" ? "fr" : "en";
  const name = other === "fr" ? "Français" : "English";
  return (
    <button
      type="button"
      class="icon-button"
      data-testid="lang-switch"
      lang={other}
      title={t.value.choice(t.value.language, name)}
      aria-label={`${other.toUpperCase()}: ${name}`}
      onClick={() => void choose(other).catch(() => undefined)}
    >
      {other.toUpperCase()}
    </button>
  );
}
