/** Everything one session holds: the connection, and what is known through it. */

import { batch, computed, effect, signal } from "@preact/signals";
import type { Api, Session } from "../edge/http";
import { othersMay } from "../edge/mark";
import { onWake } from "../edge/wake";
import { Link } from "../wire/link";
import { MAIN_ROOM } from "../wire/messages.gen";
import type { Entry } from "../wire/messages.gen";
import { Outbox, type Outgoing } from "../wire/outbox";
import { Connection } from "./connection";
import { Conversation, type Unread } from "./conversation";
import { Hosts } from "./hosts";
import { People } from "./people";
import { Privates } from "./privates";
import type { Reach } from "./reach";
import { Reading } from "./reading";
import type { Talks } from "./talks";

/** Where in a log: by its seq, or, where that is not known, by the identity of a message. */
export interface Target {
  topic: string;
  seq: number;
  id?: string;
}

type Act = "run" | "audit" | "invite" | "remove";
/** Whoever looks on from a wall, and is nobody. */
export const SCREEN = "screen";
/** Who may besides admins. */
const MAY: Partial<Record<Act, string>> = { run: "operator", audit: "auditor" };

export class Room {
  readonly connection: Connection;
  readonly hosts: Hosts;
  readonly people: People;
  readonly main: Conversation;
  readonly privates: Privates;
  readonly reading: Reading;
  /** Answered publishes whose entry has not come back yet: shown so that nothing flickers. */
  readonly settling = signal<readonly Outgoing[]>([]);

  /** What the hosts looked at so far say they run, by their names: for completion. */
  readonly allowed = signal<ReadonlyMap<string, readonly string[]>>(new Map());

  /** The topic of the conversation that is shown. */
  readonly here = signal(MAIN_ROOM);
  /** An entry of a conversation to go to. */
  readonly target = signal<Target | null>(null);
  /** The other rooms, and all one does in conversations; fetched apart. */
  readonly talks = signal<Talks | null>(null);

  /** What the person has not seen, in all they follow. */
  readonly unread = computed<Unread>(() => {
    const [main, others] = [this.main.unread.value, this.talks.value?.unread.value];
    return {
      messages: main.messages + this.privates.unread.value + (others?.messages ?? 0),
      mentions: main.mentions + (others?.mentions ?? 0),
    };
  });

  /** On which hosts this person may act, if on any. */
  readonly reach = signal<Reach>(() => true);

  private ended = false;
  private stopWaking: () => void = () => undefined;
  private stopWaiting: () => void = () => undefined;
  private stopKeeping: () => void = () => undefined;

  constructor(
    readonly session: Session,
    readonly api: Api,
    url: string,
    private readonly instance: string,
  ) {
    const outbox = new Outbox();
    const link = new Link({ client: "page", version: __VERSION__, instance, outbox, random: Math.random });
    this.connection = new Connection(link, url);
    this.connection.onWelcome = ({ at }) => this.reading.begin(at);
    this.connection.onAcked = (item, { dup }) => {
      if (!dup) this.settling.value = [...this.settling.value, item].slice(-50);
    };
    this.hosts = new Hosts(this.connection);
    this.people = new People(this.connection);
    this.reading = new Reading(session.login);
    this.main = new Conversation(this.connection, MAIN_ROOM, session.login, this.reading);
    this.privates = new Privates(this.connection, session.login, this.reading);
    for (const log of [this.main, this.privates.log]) log.onEntries = (entries) => this.settle(entries);
  }

  start(): void {
    this.main.start();
    this.people.start();
    this.hosts.start();
    if (this.session.role !== SCREEN) this.privates.start();
    this.connection.start();
    this.look();
    this.stopWaiting = effect(() => {
      if (othersMay.value) this.fetchSafekeeping();
    });
    this.stopWaking = onWake(() => this.connection.wake());
    document.addEventListener("visibilitychange", this.look);
  }

  /** The session is over: nothing of it may act any more. */
  end(): void {
    this.stopWaking();
    document.removeEventListener("visibilitychange", this.look);
    this.connection.stop();
    this.ended = true;
    this.stopWaiting();
    this.stopKeeping();
  }

  /** Turn to a conversation, and to an entry of it. */
  show(topic: string, entry?: Pick<Target, "seq" | "id">): void {
    batch(() => {
      this.here.value = topic;
      if (entry) this.target.value = { topic, ...entry };
    });
  }

  /** Call `then` whenever the connection's phase changes; returns how to stop. */
  watch(then: (phase: Connection["phase"]["value"]) => void): () => void {
    return effect(() => then(this.connection.phase.value));
  }

  learnCommands(host: string, commands: readonly string[]): void {
    if (commands.length > 0) this.allowed.value = new Map(this.allowed.peek()).set(host, commands);
  }

  /** May this person do what needs that role? */
  may(what: Act): boolean {
    const role = this.connection.me.value?.role ?? this.session.role;
    return role === "admin" || role === MAY[what];
  }

  private fetchSafekeeping(): void {
    void import("./safekeeping").then((module) => this.keepSafe(module), () => undefined);
  }

  /** What was said is the more worth keeping the less the hub is there. */
  private async keepSafe(module: typeof import("./safekeeping")): Promise<void> {
    const { connection, session, instance } = this;
    const logs = [this.main, this.privates.log];
    module.talksOf(this);
    const stops = [await module.keepSafe({ connection, login: session.login, instance, logs }), module.keepReach(connection, this.api, this.reach), module.keepTogether(this.reading)];
    const stop = (): void => stops.forEach((one) => one());
    if (this.ended) stop();
    else this.stopKeeping = stop;
  }

  private readonly look = (): void => this.connection.hide(document.hidden);

  /** What these entries tell has come back. */
  settle(entries: readonly Entry[]): void {
    if (this.settling.peek().length === 0) return;
    const ids = new Set(entries.map((entry) => entry.id));
    this.settling.value = this.settling.peek().filter((item) => !ids.has(item.id));
  }
}
