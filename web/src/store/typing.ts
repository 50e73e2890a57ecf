/** Who is writing in a conversation, and telling the others that one is. */

import { computed, signal } from "@preact/signals";
import { merged } from "../core/merged";
import { partnerOf, privateTopic } from "../core/talk";
import type { Typing as Since } from "../wire/messages.gen";
import type { Connection } from "./connection";

const EVERY_MS = 3_000; // the hub forgets it after twice that
const COMMAND = /^\/(?!\/)/;

export class Typing {
  private readonly since = signal<ReadonlyMap<string, number>>(new Map());
  private told = -Infinity;
  private readonly stop: () => void;

  /** Logins, who began first; nobody while the hub is away. */
  readonly writers = computed(() => {
    if (this.connection.phase.value.name !== "live") return [];
    const others = [...this.since.value].filter(([login]) => this.concerns(login));
    return others.sort((a, b) => a[1] - b[1]).map(([login]) => login);
  });

  /** `topic` is where one says things: a room, or the partner's private log. */
  constructor(
    private readonly connection: Connection,
    private readonly topic: string,
    private readonly me: string,
  ) {
    const read = partnerOf(topic) ? privateTopic(me) : topic;
    this.stop = connection.follow(`${read}/typing`, {}, {
      change: (change) => (this.since.value = merged(this.since.value, change, (one) => (one as Since).since)),
    });
  }

  /** The line reads so now. A command concerns nobody before it is sent. */
  typed(line: string): void {
    if (line.trim() === "" || COMMAND.test(line)) return this.done();
    const now = this.connection.now();
    if (now - this.told < EVERY_MS) return;
    this.told = now;
    this.connection.put(`${this.topic}/typing`, { set: { [this.me]: { since: Math.round(now) } } });
  }

  /** Nothing is being written any more. */
  done(): void {
    if (this.told === -Infinity) return;
    this.told = -Infinity;
    this.connection.put(`${this.topic}/typing`, { removed: [this.me] });
  }

  close(): void {
    this.done();
    this.stop();
  }

  private concerns(login: string): boolean {
    const partner = partnerOf(this.topic);
    const folded = login.toLowerCase();
    return folded !== this.me.toLowerCase() && (!partner || folded === partner);
  }
}
