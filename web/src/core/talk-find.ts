/** Finding a conversation: by its name, or because something is new in it. Pure. */

import type { TalkLine } from "./talk-list";

/** Return those whose name or title holds every word. */
export function matching<T extends { name: string; title?: string }>(all: readonly T[], typed: string): T[] {
  const words = typed.toLowerCase().split(/[\s#@]+/).filter(Boolean);
  return all.filter(({ name, title = "" }) => words.every((word) => `${name} ${title}`.toLowerCase().includes(word)));
}

/** Return the conversation with something new that comes after the one shown, mentions first; "" when all is read. */
export function nextUnread(all: readonly TalkLine[], shown: string): string {
  const at = all.findIndex(({ topic }) => topic === shown);
  const others = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
  const next = others.find(({ mentions }) => mentions > 0) ?? others.find(({ unread }) => unread > 0);
  return next?.topic ?? "";
}
