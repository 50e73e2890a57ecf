/** The page's one connection: who follows which topic, how it stands, and the hub's clock. */

import { signal } from "@preact/signals";
import { Socket } from "../edge/socket";
import type { Wish } from "../wire/follow";
import type { Effect, Link, Phase } from "../wire/link";
import type { Ack, Entry, Put, SubOk, Welcome } from "../wire/messages.gen";
import type { Outgoing } from "../wire/outbox";
import type { StateChange } from "../wire/state-replica";

/**
 * How a topic is wanted: `always`, at its own pace even while nobody looks at the page; `anew`, from its tail on even when
 * others follow it already, who are told to forget it first.
 */
export type Wanted = Wish & { always?: true; anew?: true };

export interface Listener {
  entries?(entries: readonly Entry[]): void;
  gap?(from: number, to: number): void;
  forget?(): void;
  /** The subscription stands, for the first time or again. */
  begun?(answer: SubOk): void;
  change?(change: StateChange): void;
  /** The hub refused the subscription. */
  refused?(code: number): void;
}

const HIDDEN_MS = 5_000;

export class Connection {
  readonly phase = signal<Phase>({ name: "ended", code: 0, by: "" });
  readonly me = signal<Welcome | null>(null);
  readonly outgoing = signal<readonly Outgoing[]>([]);
  onWelcome: (welcome: Welcome) => void = () => undefined;
  onAcked: (item: Outgoing, ack: Ack) => void = () => undefined;

  /** The hub's words come so late that the numbers shown are old. */
  readonly isLate = signal(false);

  private offset = 0;
  private last: string[] = [];
  private hidden = false;
  private readonly wanted = new Map<string, Wanted>();
  private readonly socket: Socket;
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(
    private readonly link: Link,
    url: string,
  ) {
    this.outgoing.value = link.outbox.all();
    this.socket = new Socket(link, url, (effect) => this.take(effect));
  }

  /** The hub's clock: milliseconds since 1970 UTC. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** How far the hub's clock is ahead of this machine's (ms). */
  get ahead(): number {
    return this.offset;
  }

  /** How late the hub's words come (ms). */
  behind(): number {
    return this.link.pulse.behind(Date.now());
  }

  /** When the newest word of the hub came: the hub's clock. */
  asOf(): number {
    return this.link.pulse.newest + this.offset;
  }

  start(): void {
    this.socket.start();
  }

  /** The network is back, or the person is: do not wait, and trust no connection that may have died meanwhile. */
  wake(): void {
    this.socket.step((now) => this.link.wake(now));
  }

  stop(): void {
    this.socket.stop();
  }

  /** The handshake was refused for want of a session: trying again would not help. */
  refuse(): void {
    this.socket.step(() => this.link.refused());
  }

  /** Follow a topic until the returned function is called. All who follow one topic get the same, as first wanted. */
  follow(topic: string, wanted: Wanted, listener: Listener): () => void {
    const present = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, present.add(listener));
    const known = this.wanted.has(topic);
    if (known && wanted.anew) this.socket.step(() => this.link.unsubscribe(topic));
    if (!known || wanted.anew) this.begin(topic, wanted);
    return () => {
      present.delete(listener);
      if (present.size > 0) return;
      this.listeners.delete(topic);
      this.wanted.delete(topic);
      this.socket.step(() => this.link.unsubscribe(topic));
    };
  }

  /** Nobody looks, or somebody does again: numbers come slowly meanwhile, and live at once. */
  hide(hidden: boolean): void {
    this.hidden = hidden;
    this.socket.step(() => {
      for (const [topic, wanted] of this.wanted) this.link.pace(topic, this.paceOf(wanted));
    });
  }

  publish(item: Outgoing): void {
    this.socket.step(() => this.link.publish(item));
  }

  /** Tell something of oneself in a state that forgets it soon: now or not at all. */
  put(topic: string, change: Pick<Put, "set" | "removed">): void {
    this.socket.step(() => this.link.put(topic, change));
  }

  /** Publish what ends the connection: it must not be sent again when it comes back. */
  publishLast(item: Outgoing): void {
    this.last.push(item.id);
    this.publish(item);
  }

  /** Take back publishes that were kept from before. */
  restore(items: readonly Outgoing[]): void {
    this.socket.step(() => this.link.restore(items));
  }

  /** Whether a publish ends the connection when it is taken. */
  isLast(id: string): boolean {
    return this.last.includes(id);
  }

  discard(id: string): void {
    this.socket.step(() => this.link.discard(id));
  }

  private begin(topic: string, wanted: Wanted): void {
    this.wanted.set(topic, wanted);
    const { tail } = wanted;
    const every_ms = this.paceOf(wanted);
    this.socket.step(() =>
      this.link.subscribe(topic, { ...(tail === undefined ? {} : { tail }), ...(every_ms === 0 ? {} : { every_ms }) }),
    );
  }

  private paceOf({ every_ms = 0, always }: Wanted): number {
    return this.hidden && !always ? Math.max(HIDDEN_MS, every_ms) : every_ms;
  }

  private take(effect: Effect): void {
    switch (effect.do) {
      case "phase":
        this.phase.value = effect.phase;
        if (effect.phase.name === "ended") this.forgetLast();
        return;
      case "welcome":
        this.me.value = effect.welcome;
        this.onWelcome(effect.welcome);
        return;
      case "clock":
        this.offset = effect.offset;
        return;
      case "outbox":
        this.outgoing.value = this.link.outbox.all();
        return;
      case "acked":
        if (effect.ack.seq > 0) this.onAcked(effect.item, effect.ack); // 0: a farewell, which no entry follows
        return;
      case "entries":
        return this.tell(effect.topic, (one) => one.entries?.(effect.entries));
      case "begun":
        return this.tell(effect.answer.topic, (one) => one.begun?.(effect.answer));
      case "gap":
        return this.tell(effect.topic, (one) => one.gap?.(effect.from, effect.to));
      case "forget":
        return this.tell(effect.topic, (one) => one.forget?.());
      case "change":
        return this.tell(effect.topic, (one) => one.change?.(effect.change));
      case "error":
        return this.tell(effect.error.topic ?? "", (one) => one.refused?.(effect.error.code));
    }
  }

  private forgetLast(): void {
    for (const id of this.last.splice(0)) this.discard(id);
  }

  private tell(topic: string, about: (listener: Listener) => void): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) {
      try {
        about(listener);
      } catch (error) {
        // What a newer hub says may surprise one listener: the others, and the link, go on.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
