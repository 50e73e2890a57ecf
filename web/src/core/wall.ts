/** What of a room is shown on a wall: the newest that was said, as it reads now. Pure. */

import type { Entry, RoomBody } from "../wire/messages.gen";

export interface Said {
  id: string;
  by: string;
  at: number;
  text: string;
  kind: "chat" | "run";
}

/** Return the newest so many, oldest first: edited as they read now, and nothing of what was deleted. */
export function newestSaid(entries: readonly Entry[], most: number): Said[] {
  const edited = new Map<string, string>();
  const deleted = new Set<string>();
  for (const { body } of entries as readonly (Entry & { body: RoomBody })[]) {
    if (body.kind === "edit") edited.set(body.of, body.text);
    if (body.kind === "delete") deleted.add(body.of);
  }
  const said: Said[] = [];
  for (let index = entries.length - 1; index >= 0 && said.length < most; index -= 1) {
    const entry = entries[index];
    if (!entry || deleted.has(entry.id)) continue;
    const one = read(entry, edited.get(entry.id));
    if (one) said.push(one);
  }
  return said.reverse();
}

function read({ id, by, at, body }: Entry, edited: string | undefined): Said | null {
  const said = body as RoomBody;
  if (said.kind === "chat") return { id, by, at, text: edited ?? said.text, kind: "chat" };
  if (said.kind !== "run") return null;
  return { id, by, at, text: said.command, kind: "run" };
}
