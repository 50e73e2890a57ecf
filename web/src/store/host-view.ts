/** What is known of the one host on the screen: its columns, its rows, its facts, its processes. */

import { signal } from "@preact/signals";
import { groupsOf, type Group } from "../core/charts";
import { SeriesTable } from "../core/series";
import type { Columns, Fact, Process, Samples } from "../wire/messages.gen";
import type { StateChange } from "../wire/state-replica";
import type { Connection } from "./connection";

const TAIL = 600;
const STATS_PACE_MS = 5_000; // of stats only the columns are read, and they seldom change

export class HostView {
  readonly table = new SeriesTable();
  readonly groups = signal<readonly Group[]>([]);
  /** Counts batches of rows: charts follow it. */
  readonly beat = signal(0);
  readonly facts = signal<ReadonlyMap<string, string>>(new Map());
  readonly processes = signal<ReadonlyMap<string, Process> | null>(null);

  private readonly stops: (() => void)[] = [];
  private stopProcesses: (() => void) | null = null;

  constructor(
    private readonly connection: Connection,
    readonly id: string,
  ) {
    const topic = (part: string): string => `host/${id}/${part}`;
    this.stops.push(
      connection.follow(topic("stats"), { every_ms: STATS_PACE_MS }, { change: (change) => this.stats(change) }),
      connection.follow(topic("samples"), { tail: TAIL }, {
        entries: (entries) => this.samples(entries.map((entry) => entry.body as Samples)),
        forget: () => this.forget(),
      }),
      connection.follow(topic("facts"), {}, {
        change: (change) => (this.facts.value = merge(this.facts.value, change, (fact) => (fact as Fact).value)),
      }),
    );
  }

  /** Collecting processes costs the host something: it is asked only while somebody looks. */
  watchProcesses(): void {
    this.stopProcesses ??= this.connection.follow(`host/${this.id}/processes`, { every_ms: 1_000 }, {
      change: (change) => {
        this.processes.value = merge(this.processes.value ?? new Map(), change, (one) => one as Process);
      },
    });
  }

  unwatchProcesses(): void {
    this.stopProcesses?.();
    this.stopProcesses = null;
    this.processes.value = null;
  }

  close(): void {
    this.unwatchProcesses();
    for (const stop of this.stops) stop();
  }

  private stats(change: StateChange): void {
    const columns = change.set["columns"] as Columns | undefined;
    if (!columns) return;
    this.table.learn(columns);
    this.groups.value = groupsOf(columns.columns);
    this.beat.value += 1;
  }

  private samples(batches: readonly Samples[]): void {
    for (const batch of batches) this.table.add(batch);
    this.beat.value += 1;
  }

  private forget(): void {
    this.table.clear();
    this.beat.value += 1;
  }
}

function merge<T>(
  before: ReadonlyMap<string, T>,
  change: StateChange,
  read: (value: unknown) => T,
): ReadonlyMap<string, T> {
  const next = new Map(change.reset ? [] : before);
  for (const [key, value] of Object.entries(change.set)) next.set(key, read(value));
  for (const key of change.removed) next.delete(key);
  return next;
}
