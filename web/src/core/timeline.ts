/** A room's entries as a person reads them: days, runs of one speaker, folded comings and goings. Pure. */

import type { Chat, Entry, HubStopped, Joined, Left, RoomBody, RunCard } from "../wire/messages.gen";
import { baseOf } from "./base-id";
import { isAmendment, readNow, type Fate, type Fates, type Reading } from "./thread";

/** One message as it reads now; the same object as long as nothing of it changed. */
export interface Said extends Reading {
  key: string;
  /** The message's identity. */
  id: string;
  seq: number;
  at: number;
  by: string;
  /** The identity of the message it answers, "" for none, and where that stands: 0 when that is not known. */
  reply: string;
  replySeq: number;
}

export type Item =
  | { kind: "day"; key: string; at: number }
  | { kind: "speech"; key: string; by: string; ip: string; at: number; said: Said[] }
  | { kind: "moves"; key: string; seq: number; at: number; until: number; moves: Move[] }
  | { kind: "run"; key: string; seq: number; at: number; by: string; card: RunCard }
  | { kind: "stop"; key: string; seq: number; at: number; login: string }
  /** Something of a newer hub. */
  | { kind: "unknown"; key: string; seq: number; at: number }
  | { kind: "gap"; key: string; count: number }
  /** What follows came while the person was away. */
  | { kind: "new"; key: string };

export interface Move {
  login: string;
  kind: "join" | "leave";
  reason: string;
  at: number;
}

/** From when to when (the hub's clock) the person `me` did not look. */
export interface Absence {
  from: number;
  to: number;
  me: string;
}

export interface LostRange {
  from: number;
  to: number;
}

const NO_FATES: Fates = new Map();
const SAME_SPEECH_MS = 5 * 60_000;

export function timeline(
  entries: readonly Entry[],
  lost: readonly LostRange[],
  dayOf: (at: number) => string,
  absence?: Absence,
  fates: Fates = NO_FATES,
): Item[] {
  const items: Item[] = [];
  let day = "";
  const fresh = absence && entries.find((entry) => isNews(entry, absence));
  const gaps = [...lost].sort((a, b) => a.from - b.from);
  for (const entry of entries) {
    for (let gap = gaps[0]; gap && gap.to < entry.seq; gap = gaps[0]) {
      items.push({ kind: "gap", key: `gap-${gap.from}`, count: gap.to - gap.from + 1 });
      gaps.shift();
    }
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      items.push({ kind: "day", key: `day-${day}-${entry.seq}`, at: entry.at });
    }
    if (entry === fresh) items.push({ kind: "new", key: `new-${entry.seq}` });
    add(items, entry, fates);
  }
  return items;
}

/**
 * Return what is missing of entries that should follow on, and of `lost` what was before them. Of what is not there yet
 * nothing is said.
 */
export function missing(entries: readonly Entry[], lost: readonly LostRange[], isStart: boolean): LostRange[] {
  const first = entries[0]?.seq ?? Infinity;
  const holes = isStart ? lost.filter(({ to }) => to < first) : [];
  let before = first;
  for (const { seq } of entries) {
    if (seq > before + 1) holes.push({ from: before + 1, to: seq - 1 });
    before = seq;
  }
  return holes;
}

function add(items: Item[], entry: Entry, fates: Fates): void {
  const body = entry.body as RoomBody;
  const last = items[items.length - 1];
  const key = `${body.kind}-${entry.seq}`;
  if (body.kind === "chat") {
    const said = saidIn(entry as Entry<Chat>, fates);
    if (last?.kind === "speech" && continues(last, entry)) last.said.push(said);
    else items.push({ kind: "speech", key, by: entry.by, ip: entry.ip ?? "", at: entry.at, said: [said] });
  } else if (body.kind === "join" || body.kind === "leave") {
    const move = moveOf(body, entry.at);
    if (last?.kind === "moves") {
      last.moves.push(move);
      last.until = entry.at;
      last.seq = entry.seq;
    } else {
      items.push({ kind: "moves", key, seq: entry.seq, at: entry.at, until: entry.at, moves: [move] });
    }
  } else if (body.kind === "run") {
    items.push({ kind: "run", key, seq: entry.seq, at: entry.at, by: entry.by, card: body });
  } else if (isStop(body)) {
    items.push({ kind: "stop", key, seq: entry.seq, at: entry.at, login: body.login });
  } else if (!isAmendment(entry)) {
    items.push({ kind: "unknown", key, seq: entry.seq, at: entry.at });
  }
}

const known = new WeakMap<Entry, { fate: Fate | undefined; said: Said }>();

/** Return an entry as a message. What is drawn of it is drawn anew only when it is another object. */
export function saidIn(entry: Entry<Chat>, fates: Fates): Said {
  const id = baseOf(entry.id);
  const fate = fates.get(id);
  const before = known.get(entry);
  if (before?.fate === fate && before) return before.said;
  const { reply = "", reply_seq: replySeq = 0 } = entry.body;
  const { seq, at, by } = entry;
  const said = { key: `chat-${seq}`, id, seq, at, by, reply: baseOf(reply), replySeq, ...readNow(entry, fate) };
  known.set(entry, { fate, said });
  return said;
}

function isNews(entry: Entry, { from, to, me }: Absence): boolean {
  const { kind } = entry.body as RoomBody;
  return entry.at > from && entry.at <= to && entry.by !== me && (kind === "chat" || kind === "run");
}

/** What a newer hub may put into a room is not taken for a stop. */
function isStop(body: { kind: string }): body is HubStopped {
  return body.kind === "stop";
}

function continues(speech: Extract<Item, { kind: "speech" }>, entry: Entry): boolean {
  const before = speech.said[speech.said.length - 1]?.at ?? speech.at;
  return speech.by === entry.by && speech.ip === (entry.ip ?? "") && entry.at - before < SAME_SPEECH_MS;
}

function moveOf(body: Joined | Left, at: number): Move {
  return { login: body.login, kind: body.kind, reason: body.kind === "leave" ? body.reason : "", at };
}

export interface FoldedMoves {
  joined: string[];
  left: string[];
  /** Came and went, or went and came, within the fold. */
  passed: string[];
}

/** Fold comings and goings: each login stands once, by what became of it. */
export function foldMoves(moves: readonly Move[]): FoldedMoves {
  const first = new Map<string, Move["kind"]>();
  const last = new Map<string, Move["kind"]>();
  for (const move of moves) {
    if (!first.has(move.login)) first.set(move.login, move.kind);
    last.set(move.login, move.kind);
  }
  const folded: FoldedMoves = { joined: [], left: [], passed: [] };
  for (const [login, end] of last) {
    if (first.get(login) !== end) folded.passed.push(login);
    else if (end === "join") folded.joined.push(login);
    else folded.left.push(login);
  }
  return folded;
}
