/** Private conversations: one's own private log, told apart by whom it is with. */

import { computed, signal } from "@preact/signals";
import type { Chat, Entry, RoomBody } from "../wire/messages.gen";
import type { Connection } from "./connection";
import { Conversation } from "./conversation";
import type { Reading } from "./reading";

export interface Partner {
  login: string;
  unread: number;
  last: number;
}

export class Privates {
  readonly log: Conversation;
  /** Partners one has turned to without a word said yet. */
  private readonly opened = signal<readonly string[]>([]);

  readonly partners = computed(() => this.list());
  readonly unread = computed(() => this.partners.value.reduce((sum, one) => sum + one.unread, 0));

  constructor(
    connection: Connection,
    private readonly me: string,
    private readonly reading: Reading,
  ) {
    this.log = new Conversation(connection, `private/${me.toLowerCase()}`, me, reading);
  }

  start(): void {
    this.log.start();
  }

  open(login: string): void {
    if (!this.partners.value.some((one) => same(one.login, login))) this.opened.value = [...this.opened.value, login];
  }

  /** Return a login as its bearer writes it, where that is known. Reads signals. */
  nameOf(login: string): string {
    return this.partners.value.find((one) => same(one.login, login))?.login ?? login;
  }

  /** Return what was said with one partner. Reads the log: use it inside a computed or a component. */
  with(login: string): readonly Entry[] {
    return this.log.entries.value.filter((entry) => this.isWith(login, entry));
  }

  /** Tell whether an entry of one's private log is of the conversation with `login`. */
  isWith(login: string, entry: Entry): boolean {
    return same(this.partnerOf(entry), login);
  }

  read(login: string): void {
    const said = this.with(login);
    this.reading.to(login.toLowerCase(), said[said.length - 1]?.at ?? 0);
  }

  private partnerOf(entry: Entry): string {
    return same(entry.by, this.me) ? ((entry.body as Chat).to ?? "") : entry.by;
  }

  private list(): Partner[] {
    const found = new Map<string, Partner>();
    for (const login of this.opened.value) found.set(login.toLowerCase(), { login, unread: 0, last: Infinity });
    for (const entry of this.log.entries.value) {
      const login = this.partnerOf(entry);
      if (!login || (entry.body as RoomBody).kind !== "chat") continue;
      const key = login.toLowerCase();
      const before = found.get(key)?.unread ?? 0;
      const isNew = entry.at > this.reading.of(key) && !same(entry.by, this.me) && !this.log.isGone.value(entry.id);
      found.set(key, { login, unread: before + (isNew ? 1 : 0), last: entry.at });
    }
    return [...found.values()].sort((a, b) => b.last - a.last);
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
