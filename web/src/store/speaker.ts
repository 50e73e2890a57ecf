/** Says things for the person: in the room, in private, to machines. */

import { newId } from "../edge/random";
import { readSaying, type Slip } from "../core/saying";
import { MAIN_ROOM } from "../wire/messages.gen";
import type { Outgoing } from "../wire/outbox";
import type { Connection } from "./connection";
import type { Privates } from "./privates";
import { askFor } from "./run-request";

/** What became of a line: taken, in need of a yes, or wrong as typed. */
export type Said =
  | { kind: "taken"; to?: string }
  | { kind: "confirm-stop" }
  | { kind: "wrong"; why: Slip };

export class Speaker {
  constructor(
    private readonly connection: Connection,
    private readonly privates: Privates,
  ) {}

  /** Take a typed line; `to` is the partner of the open private conversation, "" in the room. Throws ApiError. */
  async say(line: string, to: string): Promise<Said> {
    const saying = readSaying(line);
    switch (saying.kind) {
      case "nothing":
        return { kind: "taken" };
      case "wrong":
        return saying;
      case "bye":
        this.leave();
        return { kind: "taken" };
      case "stop":
        return { kind: "confirm-stop" };
      case "chat":
        this.connection.publish(this.chat(to ? privateTopic(to) : MAIN_ROOM, saying.text));
        return { kind: "taken" };
      case "private":
        this.privates.open(saying.login);
        this.connection.publish(this.chat(privateTopic(saying.login), saying.text));
        return { kind: "taken", to: saying.login };
      case "run":
        await askFor(saying);
        return { kind: "taken" };
    }
  }

  stopHub(): void {
    this.connection.publishLast(this.chat(MAIN_ROOM, "arret"));
  }

  leave(): void {
    if (this.connection.phase.value.name === "live") this.connection.publishLast(this.chat(MAIN_ROOM, "bye"));
    else this.connection.stop();
  }

  /** By the hub's clock, as far as it is known: it refuses an id that is a day old. */
  private chat(topic: string, text: string): Outgoing {
    const now = this.connection.now();
    return { topic, id: newId(now), body: { kind: "chat", text }, at: now };
  }
}

function privateTopic(login: string): string {
  return `private/${login.toLowerCase()}`;
}
