/**
 * What became of messages: edits, deletions and reactions, which are entries of the same log. They are folded by the
 * identity of the message, in whatever order pieces of the log come, and also when the message is not here yet. Pure.
 */

import type { Chat, Entry } from "../wire/messages.gen";
import { baseOf } from "./base-id";

export interface Version {
  /** Milliseconds since 1970 UTC, the hub's. */
  at: number;
  text: string;
}

export interface Reaction {
  emoji: string;
  /** Logins, who began first. */
  by: readonly string[];
}

/** A message as it reads now. */
export interface Reading {
  text: string;
  /** What it said before, oldest first; empty when it was never edited. */
  former: readonly Version[];
  reactions: readonly Reaction[];
  /** Who took it back, and when; null while it stands. */
  deleted: { by: string; at: number } | null;
}

interface Told {
  seq: number;
  at: number;
  by: string;
}

/** What later entries say of one message, by their place in the log. */
export interface Fate {
  edits: readonly (Told & { text: string })[];
  deletions: readonly Told[];
  /** The last word of each login on each emoji. */
  reactions: readonly (Told & { emoji: string; off: boolean })[];
}

/** By the identity of the message. */
export type Fates = ReadonlyMap<string, Fate>;

interface Amendment {
  kind: "edit" | "delete" | "react";
  of: string;
  text?: string;
  emoji?: string;
  off?: boolean;
}

const NO_FATE: Fate = { edits: [], deletions: [], reactions: [] };

/** Tell whether an entry says something of another one. */
export function isAmendment({ body }: Pick<Entry, "body">): boolean {
  const { kind } = body as { kind?: string };
  return kind === "edit" || kind === "delete" || kind === "react";
}

/** Fold what entries say of messages into what is known; returns the same map when they say nothing new. */
export function withAmendments(fates: Fates, entries: readonly Entry[]): Fates {
  let next: Map<string, Fate> | null = null;
  for (const entry of entries) {
    if (!isAmendment(entry)) continue;
    const id = baseOf((entry.body as Amendment).of);
    const before = (next ?? fates).get(id) ?? NO_FATE;
    const after = amended(before, entry);
    if (after === before) continue;
    next ??= new Map(fates);
    next.set(id, after);
  }
  return next ?? fates;
}

/** Return a message as it reads now. Only its author's edits count; whose deletions do, the hub has decided. */
export function readNow(entry: Entry<Chat>, fate: Fate | undefined): Reading {
  const own = (fate?.edits ?? []).filter(({ by }) => same(by, entry.by));
  const versions: Version[] = [{ at: entry.at, text: entry.body.text }, ...own.map(({ at, text }) => ({ at, text }))];
  const deletion = fate?.deletions[0];
  if (deletion) return { text: "", former: [], reactions: [], deleted: { by: deletion.by, at: deletion.at } };
  const text = versions[versions.length - 1]?.text ?? "";
  return { text, former: versions.slice(0, -1), reactions: fate ? standing(fate) : [], deleted: null };
}

function amended(fate: Fate, { seq, at, by, body }: Entry): Fate {
  const told = { seq, at, by };
  const { kind, text = "", emoji = "", off = false } = body as Amendment;
  if (kind === "edit") return { ...fate, edits: inOrder(fate.edits, { ...told, text }) };
  if (kind === "delete") return { ...fate, deletions: inOrder(fate.deletions, told) };
  const known = fate.reactions.find((one) => one.by === by && one.emoji === emoji);
  if (known && known.seq >= seq) return fate;
  return { ...fate, reactions: inOrder(fate.reactions.filter((one) => one !== known), { ...told, emoji, off }) };
}

/** An entry may come twice: in a piece of the past, and live. */
function inOrder<T extends Told>(all: readonly T[], one: T): readonly T[] {
  if (all.some(({ seq }) => seq === one.seq)) return all;
  return [...all, one].sort((a, b) => a.seq - b.seq);
}

function standing({ reactions }: Fate): Reaction[] {
  const found = new Map<string, string[]>();
  for (const { emoji, by, off } of reactions) if (!off) found.set(emoji, [...(found.get(emoji) ?? []), by]);
  return [...found].map(([emoji, by]) => ({ emoji, by }));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
