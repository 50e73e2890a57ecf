/** Publishes that are not answered yet, in order, and those that were refused. Pure. */

import type { Nack } from "./messages.gen";

export interface Outgoing {
  topic: string;
  id: string;
  body: unknown;
  /** When the person sent it: milliseconds since 1970 UTC, this machine's clock. */
  at: number;
  /** Why the hub refused it; absent while it is unanswered. */
  refused?: { code: number; message: string };
}

export class Outbox {
  private items: Outgoing[];

  constructor(items: readonly Outgoing[] = []) {
    this.items = [...items];
  }

  /** Everything unanswered or refused, oldest first. */
  all(): readonly Outgoing[] {
    return this.items;
  }

  unanswered(): Outgoing[] {
    return this.items.filter((item) => !item.refused);
  }

  find(id: string): Outgoing | undefined {
    return this.items.find((item) => item.id === id);
  }

  add(item: Outgoing): void {
    this.items = [...this.items, item];
  }

  /** Take back what was kept from before: it is older than all that is here. What is here already stays. */
  restore(items: readonly Outgoing[]): void {
    this.items = [...items.filter(({ id }) => !this.find(id)), ...this.items];
  }

  /** The hub has it, or the person gave it up. */
  remove(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
  }

  /** Keep a refused one for the person to see. */
  refuse({ id, code, message }: Pick<Nack, "id" | "code" | "message">): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, refused: { code, message } } : item));
  }
}

/** Read what storage kept: written by this page, but perhaps by another version of it. */
export function readOutgoing(kept: unknown): Outgoing[] {
  return Array.isArray(kept) ? kept.filter(isOutgoing) : [];
}

function isOutgoing(item: unknown): item is Outgoing {
  const one = item as Partial<Outgoing> | null | undefined;
  const kind = (one?.body as { kind?: unknown } | undefined)?.kind;
  return (
    typeof one?.id === "string" &&
    typeof one.topic === "string" &&
    typeof one.at === "number" &&
    typeof kind === "string"
  );
}
