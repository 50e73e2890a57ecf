/** Goes round the themes: as the system, light, dark, high contrast. */

import { t } from "../../i18n/language";
import { nextTheme, theme, type Theme } from "../../store/preferences";
import { Icon, type IconName } from "../parts/icon";

const ICONS: Record<Theme, IconName> = { auto: "auto", light: "sun", dark: "moon", contrast: "contrast" };

export function ThemeSwitch() {
  const texts = t.value;
  const label = texts.choice(texts.theme, texts.themes[theme.value]);
  return (
    <button
      type="button"
      class="icon-button"
      data-testid="theme-switch"
      data-theme-choice={theme.value}
      title={label}
      aria-label={label}
      onClick={nextTheme}
    >
      <Icon name={ICONS[theme.value]} />
    </button>
  );
}
