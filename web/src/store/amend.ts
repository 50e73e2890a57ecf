/** What a person does with messages that were said: edits, takes back, reacts. */

import type { Said } from "../core/timeline";
import { newId } from "../edge/random";
import type { Deleted, Edited, Reacted } from "../wire/messages.gen";
import type { Connection } from "./connection";

export function edit(connection: Connection, topic: string, { id, seq }: Said, text: string): void {
  publish(connection, topic, { kind: "edit", of: id, seq, text });
}

export function takeBack(connection: Connection, topic: string, { id, seq }: Said): void {
  publish(connection, topic, { kind: "delete", of: id, seq });
}

/** React with an emoji, or no longer, where `me` has already. */
export function toggle(connection: Connection, topic: string, { id, seq, reactions }: Said, emoji: string, me: string): void {
  const off = reactions.some((one) => one.emoji === emoji && one.by.includes(me));
  publish(connection, topic, { kind: "react", of: id, seq, emoji, ...(off && { off }) });
}

function publish(connection: Connection, topic: string, body: Edited | Deleted | Reacted): void {
  const at = connection.now();
  connection.publish({ topic, id: newId(at), body, at });
}
