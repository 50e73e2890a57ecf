/** The dialogs that are open, by what they are called; the one in front is the last. */

import { signal } from "@preact/signals";

export interface OpenDialog {
  readonly title: string;
}

export const openDialogs = signal<readonly OpenDialog[]>([]);

/** Add one in front. Returns how to take it away. */
export function opened(dialog: OpenDialog): () => void {
  openDialogs.value = [...openDialogs.value, dialog];
  return () => (openDialogs.value = openDialogs.value.filter((one) => one !== dialog));
}

/** Return what the dialog in front is called, or "". */
export function frontTitle(): string {
  const all = openDialogs.peek();
  return all[all.length - 1]?.title ?? "";
}
