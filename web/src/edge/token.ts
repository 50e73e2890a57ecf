/** Design tokens for canvases: their values in the theme of the moment, read once a theme. */

const values = new Map<string, string>();

export function token(name: string): string {
  let value = values.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    values.set(name, value);
  }
  return value;
}

/** Read them anew: another theme is drawn from now on. */
export function forgetTokens(): void {
  values.clear();
}
