/** A list that has no topic of its own: read anew whenever the audit tells of a deed that may have changed it. */

import { effect, signal } from "@preact/signals";
import { ApiError } from "../edge/http";
import type { AuditBody, Entry } from "../wire/messages.gen";
import type { Connection } from "./connection";

const TOPIC = "audit";
const PAUSE_MS = 150; // several deeds at once are one reason

export class Reread<T> {
  /** Null before the first answer. */
  readonly value = signal<T | null>(null);
  readonly failed = signal(false);
  private timer = 0;
  private asked = 0;
  private closed = false;
  private readonly stops: (() => void)[];

  constructor(
    connection: Connection,
    private readonly deeds: readonly string[],
    private readonly fetchIt: () => Promise<T>,
  ) {
    this.stops = [
      connection.follow(TOPIC, { tail: 0, anew: true }, {
        entries: (entries) => entries.some((entry) => this.concerns(entry)) && this.soon(),
        forget: () => this.soon(),
      }),
      // At once, and again after every absence of the hub.
      effect(() => {
        if (connection.phase.value.name === "live") void this.read();
      }),
    ];
  }

  /** Resolves when the list is the hub's, or cannot be had. */
  async read(): Promise<void> {
    if (this.closed) return;
    const asked = (this.asked += 1);
    try {
      const value = await this.fetchIt();
      if (asked !== this.asked) return;
      this.value.value = value;
      this.failed.value = false;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === this.asked) this.failed.value = true;
    }
  }

  close(): void {
    this.closed = true;
    this.asked += 1;
    window.clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private concerns({ body }: Entry): boolean {
    const told = body as AuditBody;
    return told.kind === "deed" && this.deeds.includes(told.deed);
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.read(), PAUSE_MS);
  }
}
