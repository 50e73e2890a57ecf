/**
 * What a person has typed and not sent yet, by the conversation it is for. It outlives the view, the page, and a session
 * that ends while they write; who logs out leaves nothing behind. Where storage is denied it is kept in memory.
 */

import { effect, signal, type Signal } from "@preact/signals";
import { lasting } from "../edge/storage";

const drafts = new Map<string, Signal<string>>();

/** `topic` is where it will be said. */
export function draftOf(login: string, topic: string): Signal<string> {
  const [owner, place] = [login.toLowerCase(), topic.toLowerCase()];
  const name = `${owner} ${place}`;
  let draft = drafts.get(name);
  if (!draft) {
    drafts.set(name, (draft = signal(keptOf(owner)[place] ?? "")));
    keep(owner, place, draft);
  }
  return draft;
}

/** Forget all that somebody has typed. */
export function dropDrafts(login: string): void {
  const owner = login.toLowerCase();
  for (const [name, draft] of drafts) if (name.startsWith(`${owner} `)) draft.value = "";
  lasting.write(keyOf(owner), undefined);
}

function keep(owner: string, place: string, draft: Signal<string>): void {
  let before = draft.peek();
  effect(() => {
    const text = draft.value;
    if (text === before) return;
    before = text;
    // Another tab may have written meanwhile: only this one changes.
    const all = keptOf(owner);
    if (text) all[place] = text;
    else Reflect.deleteProperty(all, place);
    lasting.write(keyOf(owner), Object.keys(all).length > 0 ? all : undefined);
  });
}

function keptOf(owner: string): Record<string, string> {
  const kept = Object.entries((lasting.read(keyOf(owner)) ?? {}));
  return Object.fromEntries(kept.filter((one): one is [string, string] => typeof one[1] === "string"));
}

function keyOf(owner: string): string {
  return `drafts.${owner}`;
}
