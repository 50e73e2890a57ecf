/** The list of runs: pages of the past as one scrolls, and what begins and ends now. */

import { effect, signal } from "@preact/signals";
import { EVERY_RUN, withNews, withOlder, type RunFilter, type RunLine } from "../core/run-list";
import { ApiError } from "../edge/http";
import { fetchRuns } from "../edge/runs-http";
import type { Entry } from "../wire/messages.gen";
import type { Connection } from "./connection";

const TOPIC = "runs";
const PAGE = 50;
const PAUSE_MS = 200; // while one types
const TAIL = 50;

export class RunList {
  readonly filter = signal<RunFilter>(EVERY_RUN);
  readonly lines = signal<readonly RunLine[]>([]);
  readonly state = signal<"reading" | "still" | "failed">("reading");
  readonly isWhole = signal(false);
  private next: number | null = null;
  private asked = 0;
  private timer = 0;
  private early: Entry[] = [];
  private readonly stops: (() => void)[];

  constructor(connection: Connection, filter: Partial<RunFilter> = {}) {
    this.filter.value = { ...EVERY_RUN, ...filter };
    this.stops = [
      connection.follow(TOPIC, { tail: TAIL }, { entries: (entries) => this.came(entries), forget: () => this.reload() }),
      // At once, and again after every absence of the hub.
      effect(() => {
        if (connection.phase.value.name === "live") this.reload();
      }),
    ];
  }

  narrow(change: Partial<RunFilter>): void {
    this.filter.value = { ...this.filter.value, ...change };
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.reload(), PAUSE_MS);
  }

  older(): void {
    if (this.state.peek() === "reading" || this.isWhole.peek()) return;
    void this.fetch(this.next);
  }

  reload(): void {
    void this.fetch(null);
  }

  close(): void {
    this.asked = -1;
    window.clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private came(entries: readonly Entry[]): void {
    if (this.state.peek() === "reading") this.early.push(...entries);
    else this.lines.value = withNews(this.lines.peek(), entries, this.filter.peek());
  }

  /** A late answer to an old question changes nothing. */
  private async fetch(before: number | null): Promise<void> {
    if (this.asked < 0) return;
    const asked = (this.asked += 1);
    this.state.value = "reading";
    try {
      const page = await fetchRuns(this.filter.peek(), before, PAGE);
      if (asked !== this.asked) return;
      const older = before === null ? page.runs : withOlder(this.lines.peek(), page.runs);
      this.lines.value = withNews(older, this.early, this.filter.peek());
      this.early = [];
      this.next = page.next;
      this.isWhole.value = page.next === null;
      this.state.value = "still";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === this.asked) this.state.value = "failed";
    }
  }
}
