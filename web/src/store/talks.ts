/** The conversations of a session: which rooms there are, which of them one follows, and what is being written where. */

import { computed, effect, signal, type Signal } from "@preact/signals";
import { baseOf } from "../core/base-id";
import { isMentioned } from "../core/mention";
import { merged } from "../core/merged";
import { saidIn, type Said } from "../core/timeline";
import { partnerOf, roomOf, roomTopic } from "../core/talk";
import { onWritten } from "../edge/other-tabs";
import { lasting } from "../edge/storage";
import { MAIN_ROOM } from "../wire/messages.gen";
import type { Chat, Entry, Room as RoomInfo, RoomBody } from "../wire/messages.gen";
import { Conversation, type Unread } from "./conversation";
import type { Room } from "./room";
import { Thread } from "./thread";

const ROOMS = "rooms";
const TAIL = 100; // of a room that is only counted
const MOST_JOINED = 50;

/** What the line being written is for, besides being said. */
export type Aim = { kind: "reply"; message: Said } | { kind: "edit"; message: Said; line: Signal<string> };

export class Talks {
  /** By name. */
  readonly rooms = signal<ReadonlyMap<string, RoomInfo>>(new Map());
  /** False until the hub has told all rooms once. */
  readonly known = signal(false);
  /** The names of the rooms one follows besides the main one. */
  readonly joined: Signal<readonly string[]>;
  readonly aims = signal<ReadonlyMap<string, Aim>>(new Map());
  private readonly logs = new Map<string, { log: Conversation; stop: () => void }>();
  private readonly threads = new Map<Conversation, Thread>();
  private readonly kept: string;

  /** The rooms one follows that there are. */
  readonly followed = computed(() => this.joined.value.filter((name) => this.rooms.value.has(name)));

  /** What came in the rooms besides the main one. */
  readonly unread = computed<Unread>(() => {
    const all = this.followed.value.map((name) => this.log(roomTopic(name)).unread.value);
    return { messages: sum(all.map(({ messages }) => messages)), mentions: sum(all.map(({ mentions }) => mentions)) };
  });

  constructor(private readonly room: Room) {
    room.reading.names.value = (text) => isMentioned(text, room.session.login);
    for (const log of [room.main, room.privates.log]) this.threadOf(log);
    this.kept = `rooms.${room.session.login.toLowerCase()}`;
    this.joined = signal(namesIn(lasting.read(this.kept)));
    // Another tab of the same person has joined or left a room.
    onWritten({ [this.kept]: () => (this.joined.value = namesIn(lasting.read(this.kept))) });
    room.connection.follow(ROOMS, {}, {
      change: (change) => {
        this.rooms.value = merged(this.rooms.value, change, (one) => one as RoomInfo);
        this.known.value = true;
      },
    });
    // A room that is only named would begin by that: what is followed is there.
    effect(() => {
      const here = roomOf(room.here.value);
      const wanted = new Set(this.followed.value);
      if (this.rooms.value.has(here)) wanted.add(here);
      for (const name of wanted) this.begin(roomTopic(name), name === here);
      for (const [topic, { stop }] of this.logs) {
        if (wanted.has(roomOf(topic))) continue;
        stop();
        this.logs.delete(topic);
      }
    });
  }

  /** Return the log a conversation is read from. */
  log(topic: string): Conversation {
    if (partnerOf(topic)) return this.room.privates.log;
    if (topic === MAIN_ROOM) return this.room.main;
    return this.logs.get(topic)?.log ?? this.begin(topic, false, !this.rooms.peek().has(roomOf(topic)));
  }

  /** Return what became of the messages of a conversation. */
  thread(topic: string): Thread {
    return this.threadOf(this.log(topic));
  }

  private threadOf(log: Conversation): Thread {
    const known = this.threads.get(log);
    if (known) return known;
    const thread = new Thread(log, { outgoing: this.room.connection.outgoing, settling: this.room.settling, me: this.room.session.login });
    this.threads.set(log, thread);
    log.isGone.value = (id) => (thread.fates.value.get(baseOf(id))?.deletions.length ?? 0) > 0;
    return thread;
  }

  /** Return the last message the person said in a conversation that still stands, of those that are here. */
  lastOwn(topic: string): Said | null {
    const partner = partnerOf(topic);
    const fates = this.thread(topic).fates.peek();
    const entries = this.log(topic).entries.peek();
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const entry = entries[index] as Entry<RoomBody>;
      if (entry.body.kind !== "chat" || entry.by.toLowerCase() !== this.room.session.login.toLowerCase()) continue;
      if (partner && !this.room.privates.isWith(partner, entry)) continue;
      const said = saidIn(entry as Entry<Chat>, fates);
      if (!said.deleted) return said;
    }
    return null;
  }

  isJoined(name: string): boolean {
    return roomTopic(name) === MAIN_ROOM || this.joined.value.includes(name);
  }

  join(name: string): void {
    if (!this.isJoined(name)) this.keep([...this.joined.value, name].slice(-MOST_JOINED));
  }

  leave(name: string): void {
    this.keep(this.joined.value.filter((one) => one !== name));
  }

  /** What is written next answers a message. */
  reply(topic: string, message: Said): void {
    this.aim(topic, { kind: "reply", message });
  }

  /** What is written next stands in the place of a message. */
  edit(topic: string, message: Said): void {
    this.aim(topic, { kind: "edit", message, line: signal(message.text) });
  }

  /** What is written next is only said. */
  rest(topic: string): void {
    this.aim(topic, null);
  }

  private aim(topic: string, aim: Aim | null): void {
    const next = new Map(this.aims.peek());
    if (aim) next.set(topic, aim);
    else next.delete(topic);
    this.aims.value = next;
  }

  private begin(topic: string, isOpen: boolean, isIdle = false): Conversation {
    const known = this.logs.get(topic);
    if (known) return known.log;
    const { connection, session, reading } = this.room;
    const log = new Conversation(connection, topic, session.login, reading, topic);
    if (isIdle) return log;
    log.onEntries = (entries) => this.room.settle(entries);
    this.threadOf(log);
    this.logs.set(topic, { log, stop: log.start(isOpen ? undefined : TAIL) });
    return log;
  }

  private keep(names: readonly string[]): void {
    this.joined.value = names;
    lasting.write(this.kept, names.length > 0 ? names : undefined);
  }
}

/** Return the conversations of a session, which are there once they are first asked for. */
export function talksOf(room: Room): Talks {
  const known = room.talks.peek();
  if (known) return known;
  const talks = new Talks(room);
  room.talks.value = talks;
  return talks;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function namesIn(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === "string").slice(0, MOST_JOINED) : [];
}
