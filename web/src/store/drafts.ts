/**
 * What a person has typed and not sent yet, by whom it is for. It outlives the view, and the session when that ends
 * while they write; it is stored nowhere.
 */

import { signal, type Signal } from "@preact/signals";

const drafts = new Map<string, Signal<string>>();

/** `partner` is "" for the room. */
export function draftOf(login: string, partner: string): Signal<string> {
  const name = `${login} ${partner}`.toLowerCase();
  let draft = drafts.get(name);
  if (!draft) drafts.set(name, (draft = signal("")));
  return draft;
}
