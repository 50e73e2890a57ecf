/** The rows of one host as they come, and since when none of them is missing. */

import { signal } from "@preact/signals";
import type { Range } from "../core/time-range";
import { SeriesTable } from "../core/series";
import type { Clock, Column, Columns, Entry, Samples } from "../wire/messages.gen";
import type { StateChange } from "../wire/state-replica";
import type { Connection } from "./connection";

const TAIL = 30; // enough for a first line; what was before comes smaller from the history
const LATE_MS = 5_000; // a row that is older when the hub gets it waited, also where its host does not say so
const STATS_PACE_MS = 5_000; // of stats only the columns are read, and they seldom change

export class LiveRows {
  readonly table = new SeriesTable();
  readonly columns = signal<readonly Column[]>([]);
  /** How the host's wall clock stands to the hub's. */
  readonly clock = signal<Clock | null>(null);
  /** Counts batches of rows: charts follow it. */
  readonly beat = signal(0);
  /** Rows that were published from then on (ms, the hub's clock) have all come; those before only the hub has. */
  private since = Infinity;
  /** Whether the log has begun to come: from then on, what is forgotten was known. */
  private begun = false;
  private readonly stops: (() => void)[];

  private tellLate: (range: Range) => void = () => undefined;

  constructor(connection: Connection, host: string) {
    this.stops = [
      connection.follow(`host/${host}/stats`, { every_ms: STATS_PACE_MS }, { change: (change) => this.stats(change) }),
      connection.follow(`host/${host}/samples`, { tail: TAIL }, {
        entries: (entries) => this.take(entries),
        gap: () => this.lose(),
        forget: () => this.begin(),
      }),
    ];
  }

  /** When the newest row is of (ms), 0 before any. */
  get newest(): number {
    return (this.table.at[this.table.at.length - 1] ?? 0) * 1_000;
  }

  /** Every row since then (ms) is in the table; Infinity before any. */
  get complete(): number {
    return Math.max(this.since, this.table.isTrimmed ? (this.table.at[0] ?? 0) * 1_000 : 0);
  }

  /** Be told of which time rows come that were sent late; returns how to stop. */
  onLate(tell: (range: Range) => void): () => void {
    this.tellLate = tell;
    return () => (this.tellLate = () => undefined);
  }

  close(): void {
    for (const stop of this.stops) stop();
  }

  private stats(change: StateChange): void {
    this.clock.value = (change.set["clock"] as Clock | undefined) ?? this.clock.peek();
    const columns = change.set["columns"] as Columns | undefined;
    if (!columns) return;
    this.table.learn(columns);
    this.columns.value = columns.columns;
    this.beat.value += 1;
  }

  private take(entries: readonly Entry[]): void {
    if (this.since === Infinity) this.since = entries[0]?.at ?? Infinity;
    for (const { at, body } of entries as readonly Entry<Samples>[]) {
      this.table.add(body);
      const times = body.rows.map(([time]) => time ?? 0);
      if (body.backlog || at - Math.min(...times) > LATE_MS) this.late(times);
    }
    this.beat.value += 1;
  }

  private late(times: readonly number[]): void {
    this.tellLate({ from: Math.min(...times), to: Math.max(...times) });
  }

  /** Another log begins: of another run of the hub, unless it is the first. */
  private begin(): void {
    if (this.begun) this.lose();
    this.begun = true;
  }

  /** What is missing now is the hub's to tell; rows of any time may have come late among it. */
  private lose(): void {
    this.tellLate({ from: 0, to: Infinity });
    this.table.clear();
    this.since = Infinity;
    this.beat.value += 1;
  }
}
