/** Rows of numbers on one time axis, as charts want them: one array a column, gaps as nulls. Pure. */

import type { Column, Columns, Samples } from "../wire/messages.gen";

export type Values = (number | null)[];

const WAITING = 600;

export class SeriesTable {
  /** Seconds since 1970 UTC, increasing. */
  readonly at: number[] = [];
  private readonly values = new Map<string, Values>();
  private lists = new Map<string, Columns>();
  private waiting: Samples[] = [];
  private newest: Columns | null = null;

  /** `limit`: how many rows are kept at most. */
  constructor(readonly limit = 3_600) {}

  get columns(): readonly Column[] {
    return this.newest?.columns ?? [];
  }

  /** The host's interval in seconds. */
  get interval(): number {
    return (this.newest?.interval_ms ?? 1_000) / 1_000;
  }

  /** Learn what the numbers of a row are; rows that came before are read now. */
  learn(columns: Columns): void {
    if (this.lists.get(columns.id) === columns) return;
    this.lists.set(columns.id, columns);
    this.newest = columns;
    for (const column of columns.columns) this.ensure(keyOf(column));
    const waiting = this.waiting;
    this.waiting = [];
    for (const samples of waiting) this.add(samples);
  }

  add(samples: Samples): void {
    const list = this.lists.get(samples.columns);
    if (!list) {
      if (this.waiting.length < WAITING) this.waiting.push(samples);
      return;
    }
    const keys = list.columns.map(keyOf);
    for (const row of samples.rows) this.row(keys, row);
    this.trim();
  }

  clear(): void {
    this.at.length = 0;
    this.waiting = [];
    for (const column of this.values.values()) column.length = 0;
  }

  get(key: string): Values | undefined {
    return this.values.get(key);
  }

  /** Return the sum of several columns; null where none of them was measured. */
  sum(keys: readonly string[]): Values {
    const first = keys.length === 1 ? this.values.get(keys[0] ?? "") : undefined;
    if (first) return first;
    const columns = keys.map((key) => this.values.get(key)).filter((one): one is Values => one !== undefined);
    return this.at.map((_, index) => {
      let total: number | null = null;
      for (const column of columns) {
        const value = column[index];
        if (value !== null && value !== undefined) total = (total ?? 0) + value;
      }
      return total;
    });
  }

  private row(keys: readonly string[], row: readonly (number | null)[]): void {
    const at = (row[0] ?? 0) / 1_000;
    const last = this.at[this.at.length - 1];
    if (last !== undefined && at <= last) return this.insert(at, keys, row);
    if (last !== undefined && at - last > 2.5 * this.interval) this.append(last + this.interval, [], []);
    this.append(at, keys, row);
  }

  private append(at: number, keys: readonly string[], row: readonly (number | null)[]): void {
    this.at.push(at);
    for (const column of this.values.values()) column.push(null);
    this.fill(this.at.length - 1, keys, row);
  }

  /** A row that was sent late goes where its time is; one of a known time is known. */
  private insert(at: number, keys: readonly string[], row: readonly (number | null)[]): void {
    let index = this.at.length;
    while (index > 0 && (this.at[index - 1] ?? 0) > at) index -= 1;
    if (this.at[index - 1] === at) return;
    this.at.splice(index, 0, at);
    for (const column of this.values.values()) column.splice(index, 0, null);
    this.fill(index, keys, row);
  }

  private fill(index: number, keys: readonly string[], row: readonly (number | null)[]): void {
    keys.forEach((key, position) => {
      const column = this.values.get(key);
      if (column) column[index] = row[position + 1] ?? null;
    });
  }

  private ensure(key: string): void {
    if (!this.values.has(key)) this.values.set(key, new Array<null>(this.at.length).fill(null));
  }

  /** Cut in slices: cutting one row a second off every array would cost more than it saves. */
  private trim(): void {
    const over = this.at.length - this.limit;
    if (over < this.limit / 10) return;
    this.at.splice(0, over);
    for (const column of this.values.values()) column.splice(0, over);
  }
}

/** Return the identity of a column: its name with its attributes in a fixed order. */
export function keyOf(column: Column): string {
  const attributes = Object.entries(column.attributes ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return [column.name, ...attributes].join("|");
}
