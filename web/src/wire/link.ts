/**
 * The client's side of one connection to the hub, over and over: subscriptions, resuming, holes,
 * unanswered publishes, coming back. Does no I/O: it takes what happened and the time, and returns
 * what to do; `edge/socket.ts` carries it out. Mirrors `tocsin_wire.link`.
 */

import { delay, LONGEST_MS } from "./backoff";
import { decode, encode, UnknownKind } from "./codec";
import { Follow, type News, type Wish } from "./follow";
import { Hole } from "./log-replica";
import type { Ack, Beat, Bye, FromClient, FromHub, Gap, LogFrame, Nack, Put, Reset, StateFrame, SubOk } from "./messages.gen";
import { CLOSE, FIRST_RETRYABLE, PROVEN_MS, RETRY_CLOSES, WINDOW } from "./messages.gen";
import type { Error as HubError, Welcome } from "./messages.gen";
import type { Outbox, Outgoing } from "./outbox";
import { Pulse } from "./pulse";

const ASK_AGAIN_MS = 2_000;

export type Phase =
  | { name: "connecting"; attempt: number }
  | { name: "live" }
  | { name: "waiting"; attempt: number; until: number }
  /** Over until the person says otherwise; `code` tells why. */
  | { name: "ended"; code: number; by: string };

export type Effect =
  | News
  | { do: "open" }
  | { do: "send"; frame: string }
  | { do: "close"; code: number }
  | { do: "phase"; phase: Phase }
  | { do: "welcome"; welcome: Welcome }
  /** A subscription stands; its `forget`, if there is one, came before. */
  | { do: "begun"; answer: SubOk }
  | { do: "outbox" }
  | { do: "acked"; item: Outgoing; ack: Ack }
  | { do: "error"; error: HubError }
  /** The hub's clock is so far ahead of this machine's (ms). */
  | { do: "clock"; offset: number };

export interface LinkOptions {
  client: string;
  version: string;
  instance: string;
  outbox: Outbox;
  random: () => number;
}

export class Link {
  phase: Phase = { name: "ended", code: 0, by: "" };
  private effects: Effect[] = [];
  private readonly follows = new Map<string, Follow>();
  /**
   * Topics to subscriptions the hub has not answered yet: what arrives meanwhile belongs to the one before. Counted by
   * topic, not by follow: one that was given up has its answer still to come.
   */
  private readonly awaited = new Map<string, number>();
  private opened = 0;
  /** Publishes sent on this connection and not answered yet: at most WINDOW. */
  private readonly inFlight = new Set<string>();
  /** How it stands with the connection, and with the hub's clock. */
  readonly pulse = new Pulse();
  private attempt = 0;
  private heldUntil = 0;
  private bye: Bye | null = null;
  private renewed = -Infinity;

  constructor(private readonly options: LinkOptions) {}

  /** Return what is to be done since the last call, in order. */
  take(): Effect[] {
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  get outbox(): Outbox {
    return this.options.outbox;
  }

  // What the person or the page wants.

  /** Connect now, whatever the delay was. */
  start(now: number): void {
    if (this.phase.name === "live" || this.phase.name === "connecting") return;
    this.connect(now);
  }

  /**
   * Somebody looks again, or the network is back: do not wait for the rest of a delay, and have a connection that may
   * have died meanwhile prove itself.
   */
  wake(now: number): void {
    const { pulse, phase } = this;
    if (phase.name === "waiting") this.start(now);
    else if (phase.name === "live" ? pulse.isSilent(now) : phase.name === "connecting" && pulse.isStuck(now)) this.again(now);
    else if (phase.name === "live" && pulse.doubt(now)) this.probe(now);
  }

  stop(): void {
    if (this.phase.name !== "ended") this.effects.push({ do: "close", code: CLOSE.NORMAL });
    this.end(CLOSE.NORMAL);
  }

  /** Follow a topic from now on, through every reconnection. Its kind follows from its name. */
  subscribe(topic: string, wish: Wish = {}): void {
    if (this.follows.has(topic)) return;
    const follow = new Follow(topic, wish);
    this.follows.set(topic, follow);
    if (this.phase.name === "live") this.ask(follow);
  }

  unsubscribe(topic: string): void {
    if (this.follows.delete(topic) && this.phase.name === "live") this.send({ t: "unsub", topic });
  }

  /** Be served a topic at another pace; nothing is lost between the two subscriptions. */
  pace(topic: string, every_ms: number): void {
    const follow = this.follows.get(topic);
    if (!follow || (follow.wish.every_ms ?? 0) === every_ms) return;
    follow.wish = { ...follow.wish, every_ms };
    if (this.phase.name === "live") this.askAnew(follow);
  }

  /** Keep a publish until it is answered, and send it now if that can be. */
  publish(item: Outgoing): void {
    this.outbox.add(item);
    this.depart();
    this.effects.push({ do: "outbox" });
  }

  /** Change what one tells of oneself in a state, now or not at all: it is worth nothing later. */
  put(topic: string, change: Pick<Put, "set" | "removed">): void {
    if (this.phase.name === "live") this.send({ t: "put", topic, ...change });
  }

  /** Take back publishes an earlier page of this person could not send. */
  restore(items: readonly Outgoing[]): void {
    this.outbox.restore(items);
    this.depart();
    this.effects.push({ do: "outbox" });
  }

  /** Give a refused or unanswered publish up. */
  discard(id: string): void {
    this.outbox.remove(id);
    this.effects.push({ do: "outbox" });
  }

  // What happened to the connection.

  received(frame: string, now: number): void {
    this.pulse.frame(now);
    // A welcome proves little: what welcomes may drop at once.
    if (this.phase.name === "live" && now - this.opened >= PROVEN_MS) this.attempt = 0;
    let message: FromHub;
    try {
      message = decode(frame);
    } catch (error) {
      if (error instanceof UnknownKind) return;
      // A hub of another version: coming back by itself would end the same way.
      this.effects.push({ do: "close", code: CLOSE.NORMAL });
      this.end(CLOSE.UPGRADE);
      return;
    }
    this.handle(message, now);
  }

  closed(code: number, now: number): void {
    if (this.phase.name === "ended") return;
    // One's new role is waited for; a hub that renews over and over is none to hurry back to.
    if (code === CLOSE.RENEWED && now - this.renewed >= PROVEN_MS) this.renew(now);
    else if (RETRY_CLOSES.includes(code)) this.wait(now);
    else this.end(code);
  }

  /** The session is over though no close code said so: the handshake was refused. */
  refused(): void {
    this.end(CLOSE.SESSION_OVER);
  }

  tick(now: number): void {
    if (this.pulse.ticks(now)) this.wake(now);
    if (this.phase.name === "waiting" && isOver(this.phase.until, now)) this.start(now);
    if (this.phase.name !== "live" && this.phase.name !== "connecting") return;
    if (this.pulse.isDead(now)) {
      this.again(now);
    } else if (this.pulse.isSilent(now)) {
      this.effects.push({ do: "close", code: CLOSE.NORMAL });
      this.closed(CLOSE.LOST, now);
    } else if (this.phase.name === "live") {
      this.sendDue(now);
    }
  }

  // What the hub says.

  private handle(message: FromHub, now: number): void {
    switch (message.t) {
      case "welcome":
        return this.welcomed(message, now);
      case "sub_ok":
        return this.confirmed(message);
      case "log":
      case "state":
      case "gap":
      case "reset":
        return this.followed(message);
      case "ack":
        return this.acked(message);
      case "nack":
        return this.nacked(message, now);
      case "error":
        return this.erred(message, now);
      case "beat":
        return this.compare(message);
      case "time_ok":
        this.pulse.answered(message, now);
        return this.tellClock();
      case "bye":
        this.bye = message;
    }
  }

  private welcomed(welcome: Welcome, now: number): void {
    this.opened = now;
    this.heldUntil = 0;
    this.awaited.clear();
    this.enter({ name: "live" });
    this.pulse.welcomed(welcome, now);
    this.effects.push({ do: "welcome", welcome });
    this.tellClock();
    const { client, version, instance } = this.options;
    this.send({ t: "hello", client, version, instance });
    this.probe(now);
    for (const follow of this.follows.values()) this.ask(follow);
    this.departAnew();
  }

  private confirmed(answer: SubOk): void {
    this.answered(answer.topic);
    const follow = this.standing(answer.topic);
    if (!follow) return;
    const news = follow.begin(answer);
    if (news) this.effects.push(news);
    this.effects.push({ do: "begun", answer });
  }

  private followed(message: LogFrame | StateFrame | Gap | Reset): void {
    const follow = this.standing(message.topic);
    if (!follow) return;
    try {
      const news = follow.take(message);
      if (news) this.effects.push(news);
    } catch (error) {
      if (!(error instanceof Hole)) throw error;
      this.askAnew(follow);
    }
  }

  private acked(ack: Ack): void {
    this.inFlight.delete(ack.id);
    const item = this.outbox.find(ack.id); // none if it was answered before: it was sent twice
    if (item) {
      this.outbox.remove(ack.id);
      this.effects.push({ do: "acked", item, ack }, { do: "outbox" });
    }
    this.depart();
  }

  private nacked(nack: Nack, now: number): void {
    if (nack.retryable) {
      this.heldUntil = now + Math.max(nack.after_ms ?? 0, 1);
      return;
    }
    this.refuse(nack);
  }

  private erred(error: HubError, now: number): void {
    if (error.topic && error.name !== "not_subscribed") {
      this.answered(error.topic);
      const follow = this.standing(error.topic);
      if (follow) follow.again = error.code >= FIRST_RETRYABLE ? now + ASK_AGAIN_MS : Infinity;
    }
    if (error.id && this.outbox.find(error.id)) {
      this.refuse({ id: error.id, code: error.code, message: error.message });
    }
    this.effects.push({ do: "error", error });
  }

  /** Silence is checked too: a head that is not where a replica stands means something was lost. */
  private compare(beat: Beat): void {
    for (const [topic, head] of Object.entries(beat.heads ?? {})) {
      const follow = this.standing(topic);
      if (follow?.isBehind(head)) this.askAnew(follow);
    }
  }

  // Small things.

  private ask(follow: Follow): void {
    follow.again = Infinity;
    this.awaited.set(follow.topic, (this.awaited.get(follow.topic) ?? 0) + 1);
    this.send(follow.request());
  }

  private answered(topic: string): void {
    const left = (this.awaited.get(topic) ?? 0) - 1;
    if (left > 0) this.awaited.set(topic, left);
    else this.awaited.delete(topic);
  }

  /** Return who follows a topic, undefined while a later subscription makes void what arrives. */
  private standing(topic: string): Follow | undefined {
    return this.awaited.has(topic) ? undefined : this.follows.get(topic);
  }

  private askAnew(follow: Follow): void {
    this.send({ t: "unsub", topic: follow.topic });
    this.ask(follow);
  }

  private probe(now: number): void {
    this.pulse.probed(now);
    this.send({ t: "time", sent: now });
  }

  private tellClock(): void {
    this.effects.push({ do: "clock", offset: this.pulse.offset });
  }

  private sendDue(now: number): void {
    if (this.pulse.isProbeDue(now)) this.probe(now);
    if (this.heldUntil > 0 && now >= this.heldUntil) this.departAnew();
    for (const follow of this.follows.values()) if (now >= follow.again) this.ask(follow);
  }

  private refuse(refused: Pick<Nack, "id" | "code" | "message">): void {
    this.inFlight.delete(refused.id);
    this.outbox.refuse(refused);
    this.effects.push({ do: "outbox" });
    this.depart();
  }

  /** Send all that is unanswered again, in order, as far as the window goes. */
  private departAnew(): void {
    this.heldUntil = 0;
    this.inFlight.clear();
    this.depart();
  }

  /** Send the publishes that wait, in order, while the window has room. */
  private depart(): void {
    if (this.phase.name !== "live" || this.heldUntil > 0) return;
    for (const { id, topic, body } of this.outbox.unanswered()) {
      if (this.inFlight.size >= WINDOW) return;
      if (this.inFlight.has(id)) continue;
      this.inFlight.add(id);
      this.send({ t: "pub", topic, id, body });
    }
  }

  private send(message: FromClient): void {
    this.effects.push({ do: "send", frame: encode(message) });
  }

  private connect(now: number): void {
    this.attempt += 1;
    this.pulse.began(now);
    this.bye = null;
    this.enter({ name: "connecting", attempt: this.attempt });
    this.effects.push({ do: "open" });
  }

  /** Give a connection up that seems dead, and make another at once. */
  private again(now: number): void {
    this.effects.push({ do: "close", code: CLOSE.NORMAL });
    this.connect(now);
  }

  private renew(now: number): void {
    this.renewed = now;
    this.attempt = 0;
    this.connect(now);
  }

  private wait(now: number): void {
    const wait = delay(this.attempt + 1, this.options.random());
    this.enter({ name: "waiting", attempt: this.attempt, until: now + wait });
  }

  private end(code: number): void {
    this.attempt = 0;
    this.enter({ name: "ended", code, by: this.bye?.by ?? "" });
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.effects.push({ do: "phase", phase });
  }
}

/** Tell whether a delay is over; so is one that is longer than any: the clock was set back. */
function isOver(until: number, now: number): boolean {
  return now >= until || until - now > LONGEST_MS;
}
