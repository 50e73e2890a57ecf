/** Design tokens for canvases: their values in the theme of the moment, read once a theme. */

import { effect } from "@preact/signals";
import { drawnTheme } from "../store/preferences";

const values = new Map<string, string>();

effect(() => {
  void drawnTheme.value;
  values.clear();
});

export function token(name: string): string {
  let value = values.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    values.set(name, value);
  }
  return value;
}
