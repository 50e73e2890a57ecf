/** How far one person has read each conversation, remembered in this browser: what came while away is unread. */

import { batch, signal } from "@preact/signals";
import { lasting } from "../edge/storage";

/** Times in milliseconds since 1970 UTC, the hub's, by conversation: "" is the room, else a login in small letters. */
type Times = Readonly<Record<string, number>>;

export class Reading {
  /** Tells whether a text names the person; fetched apart. */
  readonly names = signal<(text: string) => boolean>(() => false);
  private readonly until = signal<Times>({});
  /** When this browser first saw this person: all before that counts as read. */
  private readonly first = signal(Infinity);
  /** Under what name it is remembered. */
  readonly kept: string;

  constructor(login: string) {
    this.kept = `read.${login.toLowerCase()}`;
    const { first, until } = readKept(lasting.read(this.kept));
    batch(() => {
      this.first.value = first;
      this.until.value = until;
    });
  }

  /** The person is here, at a time of the hub's clock. */
  begin(now: number): void {
    if (this.first.peek() !== Infinity) return;
    this.first.value = now;
    this.keep();
  }

  /** Return until when a conversation has been read; Infinity before anything is known. Reads signals. */
  of(conversation: string): number {
    return this.until.value[conversation] ?? this.first.value;
  }

  /** Everything up to `at` has been before the person's eyes. */
  to(conversation: string, at: number): void {
    const before = this.until.peek();
    if (at <= (before[conversation] ?? this.first.peek())) return;
    this.until.value = { ...before, [conversation]: at };
    this.keep();
  }

  /** Take over what another page of this person has read. */
  takeOver(): void {
    for (const [conversation, at] of Object.entries(readKept(lasting.read(this.kept)).until)) this.to(conversation, at);
  }

  private keep(): void {
    lasting.write(this.kept, { first: this.first.peek(), until: this.until.peek() });
  }
}

export function readKept(kept: unknown): { first: number; until: Times } {
  const { first, until } = (kept ?? {}) as { first?: unknown; until?: unknown };
  const times = Object.entries((until ?? {})) as [string, unknown][];
  return {
    first: typeof first === "number" ? first : Infinity,
    until: Object.fromEntries(times.filter((one): one is [string, number] => typeof one[1] === "number")),
  };
}
