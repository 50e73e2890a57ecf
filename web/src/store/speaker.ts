/** Says things for the person: in the room, in private, to machines. */

import { newId } from "../edge/random";
import { readSaying, type Slip } from "../core/saying";
import { partnerOf, privateTopic } from "../core/talk";
import type { Said as Message } from "../core/timeline";
import { MAIN_ROOM, type Chat } from "../wire/messages.gen";
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

  /** Take a line typed in the conversation `topic`, perhaps as an answer to a message there. Throws ApiError. */
  async say(line: string, topic: string, answered?: Message): Promise<Said> {
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
        this.connection.publish(this.chat(topic, saying.text, answered));
        return { kind: "taken" };
      case "private":
        this.privates.open(saying.login);
        this.connection.publish(this.chat(privateTopic(saying.login), saying.text));
        return { kind: "taken", to: saying.login };
      case "run":
        await askFor({ ...saying, room: partnerOf(topic) ? MAIN_ROOM : topic });
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
  private chat(topic: string, text: string, answered?: Message): Outgoing {
    const now = this.connection.now();
    const body: Chat = { kind: "chat", text, ...(answered && { reply: answered.id, reply_seq: answered.seq }) };
    return { topic, id: newId(now), body, at: now };
  }
}
