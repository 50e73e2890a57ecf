/** What the page has to say about what was just done. */

import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

/** Long enough to be read and undone; whoever hovers is not waited for, since all of it can be done elsewhere too. */
const SHOWN_MS = 8_000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

export function show(text: string, undo?: () => void): void {
  const id = ++last;
  toasts.value = [...toasts.value, { id, text, ...(undo && { undo }) }].slice(-MOST);
  window.setTimeout(() => hide(id), SHOWN_MS);
}

export function hide(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
