/** The entries of a room or of one's private log, and how far the person has read. */

import { batch, computed, signal } from "@preact/signals";
import type { LostRange } from "../core/timeline";
import type { Chat, Entry, Position, RoomBody, RunCard, SubOk } from "../wire/messages.gen";
import type { Connection } from "./connection";
import type { Reading } from "./reading";

const TAIL = 300;
const KEPT = 1_500;
const MAIN = "";

/** What of a conversation the person has not seen; `mentions` are among the messages. */
export interface Unread {
  messages: number;
  mentions: number;
}

export class Conversation {
  readonly entries = signal<readonly Entry[]>([]);
  readonly lost = signal<readonly LostRange[]>([]);
  /** False until the hub has said something about it. */
  readonly known = signal(false);
  /** The oldest entry there is, and of which history of the log. */
  readonly begun = signal<Pick<SubOk, "epoch" | "first"> | null>(null);
  /** How far the person has read; null before they have. */
  readonly place = signal<Position | null>(null);
  private before: Position | null = null;
  /** Tells whether a message was taken back, by the id of its entry; fetched apart. */
  readonly isGone = signal<(id: string) => boolean>(() => false);
  onEntries: (entries: readonly Entry[]) => void = () => undefined;

  readonly unread = computed(() => unreadOf(this.entries.value, this.reading.of(this.name), this.me, this.reading.names.value, this.isGone.value));

  /** Who stopped the hub, if that is the last thing that happened here. */
  readonly stoppedBy = computed(() => {
    const stops = this.entries.value.slice(-20).map((entry) => entry.body as RoomBody);
    return stops.reduce((by, body) => (body.kind === "stop" ? body.login : by), "");
  });

  constructor(
    private readonly connection: Connection,
    readonly topic: string,
    private readonly me: string,
    private readonly reading: Reading,
    /** Under which name it is noted how far it has been read. */
    private readonly name = MAIN,
  ) {}

  /** Follow it; returns how to stop. */
  start(tail = TAIL): () => void {
    return this.connection.follow(this.topic, { tail, always: true }, {
      entries: (entries) => this.add(entries),
      gap: (from, to) => (this.lost.value = [...this.lost.value, { from, to }]),
      forget: () => this.forget(),
      begun: ({ epoch, first }) => {
        this.begun.value = { epoch, first };
        this.announce();
      },
    });
  }

  /** The person has everything before their eyes. */
  read(): void {
    const last = this.entries.value[this.entries.value.length - 1];
    if (last) this.readTo(last);
  }

  /** The person has all up to an entry before their eyes. */
  readTo({ at, seq }: Entry): void {
    this.reading.to(this.name, at);
    const epoch = this.begun.peek()?.epoch ?? "";
    const before = this.place.peek();
    if (before?.epoch !== epoch || before.number < seq) this.place.value = { epoch, number: seq };
  }

  /** Go on from where an earlier page of this person was. */
  resume(place: Position): void {
    this.before = place;
    this.announce();
  }

  /** Say what the hub no longer keeps of what the person has not seen. */
  private announce(): void {
    const [begun, before] = [this.begun.peek(), this.before];
    if (!begun || !before) return;
    this.before = null;
    const [from, to] = [before.number + 1, begun.first - 1];
    if (before.epoch === begun.epoch && from <= to) this.lost.value = [...this.lost.value, { from, to }];
  }

  private add(entries: readonly Entry[]): void {
    batch(() => {
      this.entries.value = [...this.entries.value, ...entries].slice(-KEPT);
      this.known.value = true;
    });
    this.onEntries(entries);
  }

  private forget(): void {
    batch(() => {
      this.entries.value = [];
      this.lost.value = [];
      this.known.value = true;
    });
  }
}

function unreadOf(entries: readonly Entry[], until: number, me: string, names: (text: string) => boolean, isGone: (id: string) => boolean): Unread {
  const unread = { messages: 0, mentions: 0 };
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (!entry || entry.at <= until) break;
    const body = entry.body as RoomBody;
    if (entry.by === me || !isSaid(body) || isGone(entry.id)) continue;
    unread.messages += 1;
    if (body.kind === "chat" && names(body.text)) unread.mentions += 1;
  }
  return unread;
}

function isSaid(body: RoomBody): body is Chat | RunCard {
  return body.kind === "chat" || body.kind === "run";
}
