/** Labels of hosts as people write them: `role=db`. Pure; the hub has the last word. */

export type Labels = Readonly<Record<string, string>>;

/** The hub's bounds. */
export const MOST_LABELS = 16;
const LABEL = /^([a-z0-9][a-z0-9._-]{0,31})=([A-Za-z0-9._-]{1,64})$/;
const SCOPE = /^[a-z0-9][a-z0-9._-]{0,31}=[A-Za-z0-9._*?[\]!-]{1,64}$/;

export function isLabel(text: string): boolean {
  return LABEL.test(text);
}

/** Tell whether a text may stand in a scope: a label whose value may be a pattern, such as `site=par*`. */
export function isScope(text: string): boolean {
  return SCOPE.test(text);
}

export function labelTexts(labels: Labels | undefined): string[] {
  return Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`);
}

/** Return the labels of some texts; of two with one name the later counts. Texts that are no labels are left out. */
export function labelsOfTexts(texts: readonly string[]): Record<string, string> {
  const labels = new Map<string, string>();
  for (const text of texts) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name !== undefined && value !== undefined) labels.set(name, value);
  }
  return Object.fromEntries(labels);
}
