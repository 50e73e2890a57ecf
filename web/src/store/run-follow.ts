/** One run from its first entry on: what the hub has is read over HTTP, what comes is followed live. */

import { batch, signal, type Signal } from "@preact/signals";
import { placesOf, type Places } from "../core/digest";
import type { HostOutput } from "../core/host-output";
import { RunBook, type Act, type RunHead } from "../core/run-book";
import { isFinal, type PartState } from "../core/run-part";
import { ApiError } from "../edge/http";
import { fetchPiece } from "../edge/logs-http";
import { FIRST_RETRYABLE, type Entry } from "../wire/messages.gen";
import type { Connection } from "./connection";

const PAGE = 200;
const TAIL = 200; // as the run's card wants it: one subscription serves both
const AGAIN_MS = 2_000;
const HIDDEN_MS = 250; // frames stand still while nobody looks
const BEAT_MS = 400; // how often what is counted over all hosts is counted anew

/** One host of a run. `part` and `written` change; the output is changed in place. */
export interface RunHost {
  readonly id: string;
  readonly part: Signal<PartState>;
  readonly output: HostOutput;
  /** The number the next piece of output gets. */
  readonly written: Signal<number>;
}

export class RunFollow {
  readonly head = signal<RunHead | null>(null);
  readonly acts = signal<readonly Act[]>([]);
  readonly hosts = signal<readonly RunHost[]>([]);
  /** Moves when anything has changed, but calmly. */
  readonly beat = signal(0);
  /** `gone`: the hub no longer keeps it. */
  readonly state = signal<"reading" | "following" | "gone" | "failed">("reading");

  private readonly places: Places = placesOf(Math.random(), Math.random());
  private book = new RunBook(this.places);
  private known = new Map<string, RunHost>();
  private epoch = "";
  private last = 0;
  private readonly early = new Map<number, Entry>();
  private touched = new Set<string>();
  private reading = false;
  private closed = false;
  private frame = 0;
  private timer = 0;
  private beating = 0;
  private readonly stop: () => void;

  constructor(
    connection: Connection,
    private readonly id: string,
  ) {
    this.stop = connection.follow(this.topic, { tail: TAIL }, {
      entries: (entries) => this.came(entries),
      begun: ({ epoch }) => this.began(epoch),
      forget: () => void this.read(),
      refused: (code) => {
        if (code < FIRST_RETRYABLE && !this.head.peek()) this.state.value = "gone";
      },
    });
    void this.read();
  }

  get isOver(): boolean {
    const hosts = this.hosts.value;
    return hosts.length > 0 && hosts.every((host) => isFinal(host.part.value.state));
  }

  close(): void {
    this.closed = true;
    this.stop();
    window.cancelAnimationFrame(this.frame);
    for (const timer of [this.timer, this.beating]) window.clearTimeout(timer);
  }

  private get topic(): string {
    return `run/${this.id}`;
  }

  private began(epoch: string): void {
    if (this.epoch !== "" && epoch !== this.epoch) this.startOver();
    void this.read();
  }

  /** The hub has another history of it than the one that was read. */
  private startOver(): void {
    this.epoch = "";
    this.last = 0;
    this.early.clear();
    this.book = new RunBook(this.places);
    this.known = new Map();
    this.show();
  }

  private came(entries: readonly Entry[]): void {
    for (const entry of entries) if (entry.seq > this.last) this.early.set(entry.seq, entry);
    this.takeEarly();
    if (this.early.size > 0) void this.read();
  }

  /** Read until nothing is missing below what came live. */
  private async read(): Promise<void> {
    if (this.reading || this.closed) return;
    this.reading = true;
    try {
      while (await this.readPage());
      this.state.value = "following";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failed(error);
    } finally {
      this.reading = false;
    }
  }

  /** Returns whether there is more. */
  private async readPage(): Promise<boolean> {
    const piece = await fetchPiece(this.topic, { after: this.last }, PAGE);
    if (this.closed) return false;
    if (this.epoch !== "" && piece.epoch !== this.epoch) this.startOver();
    const first = piece.entries[0]?.seq ?? piece.head + 1;
    if (this.last + 1 < first) this.last = first - 1; // no longer kept
    this.epoch = piece.epoch;
    this.take(piece.entries.filter((entry) => entry.seq > this.last));
    this.takeEarly();
    return this.last < piece.head || this.early.size > 0;
  }

  private failed({ status }: ApiError): void {
    const isGone = status === 404 || status === 403;
    this.state.value = isGone ? "gone" : "failed";
    if (!isGone) this.timer = window.setTimeout(() => void this.read(), AGAIN_MS);
  }

  private takeEarly(): void {
    const next: Entry[] = [];
    for (let entry = this.early.get(this.last + 1); entry; entry = this.early.get(this.last + 1 + next.length)) next.push(entry);
    for (const entry of next) this.early.delete(entry.seq);
    if (next.length > 0) this.take(next);
    for (const seq of [...this.early.keys()]) if (seq <= this.last) this.early.delete(seq);
  }

  private take(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const host of this.book.take(entries)) this.touched.add(host);
    this.last = entries[entries.length - 1]?.seq ?? this.last;
    if (this.frame !== 0) return;
    this.frame = document.hidden
      ? window.setTimeout(() => this.show(), HIDDEN_MS)
      : window.requestAnimationFrame(() => this.show());
  }

  /** Everything that came since the last frame is shown at once; only hosts it tells of are drawn anew. */
  private show(): void {
    this.frame = 0;
    batch(() => {
      if (this.head.peek() !== this.book.head) this.head.value = this.book.head;
      if (this.acts.peek() !== this.book.acts) this.acts.value = this.book.acts;
      for (const id of this.touched) this.refresh(id);
      if (this.known.size !== this.hosts.peek().length) this.hosts.value = [...this.known.values()];
    });
    this.touched = new Set();
    this.beating ||= window.setTimeout(() => this.strike(), this.beat.peek() === 0 ? 0 : BEAT_MS);
  }

  private refresh(id: string): void {
    const record = this.book.hosts.get(id);
    if (!record) return;
    const { part, output } = record;
    const host = this.known.get(id);
    if (!host) return void this.known.set(id, { id, part: signal(part), output, written: signal(output.next) });
    host.part.value = part;
    host.written.value = output.next;
  }

  private strike(): void {
    this.beating = 0;
    this.beat.value += 1;
  }
}
