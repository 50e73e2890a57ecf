/** The audit: pages of the past as one scrolls, and what is written now. */

import { effect, signal } from "@preact/signals";
import { EVERY_ENTRY, entryOf, isNarrowed, withNewer, withOlder, type AuditEntry, type AuditFilter } from "../core/audit-entry";
import { fetchAudit, type AuditHead } from "../edge/audit-http";
import { ApiError } from "../edge/http";
import type { Entry } from "../wire/messages.gen";
import type { Connection } from "./connection";

const TOPIC = "audit";
const PAGE = 50;
const PAUSE_MS = 200; // while one types, and while much is written at once

export class AuditList {
  readonly filter = signal<AuditFilter>(EVERY_ENTRY);
  /** Newest first. */
  readonly entries = signal<readonly AuditEntry[]>([]);
  readonly state = signal<"reading" | "still" | "failed">("reading");
  /** The end of the chain, as of the last page. */
  readonly head = signal<AuditHead | null>(null);
  /** Where the search goes on. */
  readonly next = signal<number | null>(null);
  private asked = 0;
  /** Timers: of a search that another filter wants, and of a look at what is new. */
  private search = 0;
  private look = 0;
  private closed = false;
  private early: AuditEntry[] = [];
  private readonly stops: (() => void)[];

  constructor(connection: Connection, filter: Partial<AuditFilter> = {}) {
    this.filter.value = { ...EVERY_ENTRY, ...filter };
    this.stops = [
      connection.follow(TOPIC, { tail: 0, anew: true }, { entries: (entries) => this.came(entries), forget: () => this.reload() }),
      // At once, and again after every absence of the hub.
      effect(() => {
        if (connection.phase.value.name === "live") this.reload();
      }),
    ];
  }

  narrow(change: Partial<AuditFilter>): void {
    this.filter.value = { ...this.filter.value, ...change };
    window.clearTimeout(this.search);
    this.search = window.setTimeout(() => this.reload(), PAUSE_MS);
  }

  older(): void {
    if (this.state.peek() === "still" && this.next.peek() !== null) void this.fetch(this.next.peek());
  }

  reload(): void {
    void this.fetch(null);
  }

  close(): void {
    this.closed = true;
    this.asked += 1;
    window.clearTimeout(this.search);
    window.clearTimeout(this.look);
    for (const stop of this.stops) stop();
  }

  /** Only the hub knows what passes a filter: then the newest are asked for again. */
  private came(entries: readonly Entry[]): void {
    if (isNarrowed(this.filter.peek())) return this.lookSoon();
    const newer = entries.map(entryOf);
    if (this.state.peek() === "reading") this.early.push(...newer);
    else this.entries.value = withNewer(this.entries.peek(), newer);
  }

  private lookSoon(): void {
    window.clearTimeout(this.look);
    this.look = window.setTimeout(() => void this.fetchNews(), PAUSE_MS);
  }

  /** Who has scrolled down stays there: what passes comes on top. */
  private async fetchNews(): Promise<void> {
    const asked = this.asked;
    const page = await fetchAudit(this.filter.peek(), null, PAGE).catch(() => null);
    if (!page || asked !== this.asked) return;
    this.entries.value = withNewer(this.entries.peek(), page.entries);
    this.head.value = page.head;
  }

  /** A late answer to an old question changes nothing. */
  private async fetch(before: number | null): Promise<void> {
    if (this.closed) return;
    const asked = (this.asked += 1);
    this.state.value = "reading";
    try {
      const page = await fetchAudit(this.filter.peek(), before, PAGE);
      if (asked !== this.asked) return;
      const older = before === null ? page.entries : withOlder(this.entries.peek(), page.entries);
      this.entries.value = withNewer(older, this.early.splice(0));
      this.next.value = page.more ? page.next : null;
      this.head.value = page.head;
      this.state.value = "still";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === this.asked) this.state.value = "failed";
    }
  }
}
