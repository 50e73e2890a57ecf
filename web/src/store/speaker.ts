/** Says things for the person: in the room, in private, to machines. */

import type { Api } from "../edge/http";
import { newId } from "../edge/random";
import { readSaying } from "../core/saying";
import { splitWords } from "../core/words";
import { MAIN_ROOM } from "../wire/messages.gen";
import type { Connection } from "./connection";
import type { Privates } from "./privates";

/** What became of a line: taken, in need of a yes, or wrong as typed. */
export type Said =
  | { kind: "taken"; to?: string }
  | { kind: "confirm-stop" }
  | { kind: "wrong"; why: "usage-run" | "usage-msg" | "unknown" | "quote" };

export class Speaker {
  /** Words that end the connection: they must not be sent again when it comes back. */
  private last: string[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly api: Api,
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
        this.chat(to ? `private/${to.toLowerCase()}` : MAIN_ROOM, saying.text);
        return { kind: "taken" };
      case "private":
        this.privates.open(saying.login);
        this.chat(`private/${saying.login.toLowerCase()}`, saying.text);
        return { kind: "taken", to: saying.login };
      case "run":
        await this.run(saying.host, saying.command, saying.arguments);
        return { kind: "taken" };
    }
  }

  /** Ask for a run; its card comes through the room. Throws ApiError. */
  async run(host: string, command: string, args: string[]): Promise<void> {
    await this.api.run({ hosts: [host], command, arguments: args, room: MAIN_ROOM });
  }

  /** The same from one line as a person types it: a command and its arguments. */
  async runLine(host: string, line: string): Promise<boolean> {
    const { words, open } = splitWords(line);
    const [command, ...args] = words;
    if (open || !command) return false;
    await this.run(host, command, args);
    return true;
  }

  stopHub(): void {
    this.finally("arret");
  }

  leave(): void {
    if (this.connection.phase.value.name === "live") this.finally("bye");
    else this.connection.stop();
  }

  /** Called when the connection ended: what ended it is done with. */
  forgetLast(): void {
    for (const id of this.last) this.connection.discard(id);
    this.last = [];
  }

  private finally(text: string): void {
    this.last.push(this.chat(MAIN_ROOM, text));
  }

  private chat(topic: string, text: string): string {
    const id = newId();
    this.connection.publish({ topic, id, body: { kind: "chat", text }, at: Date.now() });
    return id;
  }
}
