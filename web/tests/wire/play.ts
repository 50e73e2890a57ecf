/** A link with a hub that the test plays, and what it says. */

import { Link, type Effect } from "../../src/wire/link";
import type { Entry, FromClient, FromHub, SubOk } from "../../src/wire/messages.gen";
import { Outbox, type Outgoing } from "../../src/wire/outbox";

export const NOW = 1_700_000_000_000;

export class Play {
  now = NOW;
  readonly link: Link;
  readonly effects: Effect[] = [];

  constructor(outgoing: Outgoing[] = [], random = 0.5) {
    const options = { client: "page", version: "0", instance: "i", random: () => random };
    this.link = new Link({ ...options, outbox: new Outbox(outgoing) });
  }

  /** Let the hub say something, and collect what the link does about it. */
  hub(message: FromHub): this {
    this.link.received(JSON.stringify(message), this.now);
    return this.collect();
  }

  collect(): this {
    this.effects.push(...this.link.take());
    return this;
  }

  connect(hub = "h1"): this {
    this.link.start(this.now);
    return this.hub({ t: "welcome", version: "0", connection: "c", login: "alice", role: "admin", at: this.now, hub });
  }

  cut(code = 1006): this {
    this.link.closed(code, this.now);
    return this.collect();
  }

  /** Return what was sent since the last call, without greetings. */
  sent(): FromClient[] {
    const frames = this.effects.flatMap((effect) => (effect.do === "send" ? [effect.frame] : []));
    this.effects.length = 0;
    return frames.map((frame) => JSON.parse(frame) as FromClient).filter(({ t }) => t !== "hello" && t !== "time");
  }

  of<K extends Effect["do"]>(kind: K): Extract<Effect, { do: K }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { do: K }> => effect.do === kind);
  }
}

export const ok = (rest: Partial<SubOk> = {}): SubOk => ({
  t: "sub_ok", topic: "room/main", kind: "log", epoch: "e1", first: 1, head: 0, after: 0, recovered: false, reason: "fresh", ...rest,
}); // prettier-ignore
export const entry = (seq: number): Entry => ({ seq, id: `id${seq}`, at: NOW, by: "bob", body: { kind: "chat", text: `${seq}` } });
export const pub = (id: string): Outgoing => ({ topic: "room/main", id, body: { kind: "chat", text: id }, at: NOW });
