/** Goes round the three themes: as the system, light, dark. */

import { t } from "../../i18n/language";
import { theme, type Theme } from "../../store/preferences";
import { Icon, type IconName } from "../parts/icon";

const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const ICONS: Record<Theme, IconName> = { auto: "auto", light: "sun", dark: "moon" };

export function ThemeSwitch() {
  const texts = t.value;
  const names: Record<Theme, string> = { auto: texts.themeAuto, light: texts.themeLight, dark: texts.themeDark };
  const label = texts.choice(texts.theme, names[theme.value]);
  return (
    <button
      type="button"
      class="icon-button"
      data-testid="theme-switch"
      data-theme-choice={theme.value}
      title={label}
      aria-label={label}
      onClick={() => (theme.value = NEXT[theme.value])}
    >
      <Icon name={ICONS[theme.value]} />
    </button>
  );
}
