/** What the person chose about the page, remembered in this browser. */

import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { lasting } from "../edge/storage";
import { forgetTokens } from "../edge/token";

/** "contrast": high contrast, light or dark as the system wishes. */
export type Theme = "auto" | "light" | "dark" | "contrast";

/** In the order the switch goes round. */
export const THEMES: readonly Theme[] = ["auto", "light", "dark", "contrast"];

export const theme = signal<Theme>(readTheme(lasting.read("theme")));
/** The theme as it is drawn: canvases are drawn anew when it changes. */
export const drawnTheme = signal("");
export const dockOpen = signal(lasting.read("dock") !== false);

/** Go round the themes. */
export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.peek()) + 1) % THEMES.length] ?? "auto";
}

/** Put the choices into effect from now on. */
export function applyPreferences(): void {
  const [isDark, isFirm] = [wish("(prefers-color-scheme: dark)"), wish("(prefers-contrast: more)")];
  const printing = signal(false); // paper is white, whatever the screen is
  window.addEventListener("beforeprint", () => (printing.value = true));
  window.addEventListener("afterprint", () => (printing.value = false));
  effect(() => {
    const chosen = printing.value ? "light" : theme.value;
    const drawn = chosen === "light" || chosen === "dark" ? chosen : isDark.value ? "dark" : "light";
    const contrast = chosen === "contrast" || isFirm.value ? "more" : "";
    Object.assign(document.documentElement.dataset, { theme: drawn, contrast });
    forgetTokens();
    drawnTheme.value = drawn + contrast;
  });
  effect(() => lasting.write("theme", theme.value === "auto" ? undefined : theme.value));
  effect(() => lasting.write("dock", dockOpen.value ? undefined : false));
}

/** What the system wishes, followed. */
function wish(query: string): ReadonlySignal<boolean> {
  const media = window.matchMedia(query);
  const wished = signal(media.matches);
  media.addEventListener("change", (event) => (wished.value = event.matches));
  return wished;
}

export function readTheme(kept: unknown): Theme {
  return THEMES.find((one) => one === kept) ?? "auto";
}
