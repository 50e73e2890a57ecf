/** Rows of numbers on one time axis, as charts want them: one array a column, gaps as nulls. Pure. */

import type { Column, Columns, Samples } from "../wire/messages.gen";
import { unbounded, type Band, type Points, type Values } from "./points";
import { seriesName } from "./series-name";

const WAITING = 600;
const NEWEST = 5; // rows: what is older is not what a host says now

export class SeriesTable {
  /** Seconds since 1970 UTC, increasing. */
  readonly at: number[] = [];
  private readonly values = new Map<string, Values>();
  private lists = new Map<string, Columns>();
  private waiting: Samples[] = [];
  private described: Columns | null = null;
  private trimmed = false;

  /** `limit`: how many rows are kept at most. */
  constructor(readonly limit = 3_600) {}

  get columns(): readonly Column[] {
    return this.described?.columns ?? [];
  }

  /** The host's interval in seconds. */
  get interval(): number {
    return (this.described?.interval_ms ?? 1_000) / 1_000;
  }

  /** Whether there were rows before the first that is here. */
  get isTrimmed(): boolean {
    return this.trimmed;
  }

  /** Learn what the numbers of a row are; rows that came before are read now. */
  learn(columns: Columns): void {
    if (this.lists.get(columns.id) === columns) return;
    this.lists.set(columns.id, columns);
    this.described = columns;
    for (const column of columns.columns) this.ensure(seriesName(column));
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
    const keys = list.columns.map(seriesName);
    for (const row of samples.rows) this.row(keys, row);
    this.trim();
  }

  clear(): void {
    this.at.length = 0;
    this.trimmed = false;
    this.waiting = [];
    for (const column of this.values.values()) column.length = 0;
  }

  get(key: string): Values | undefined {
    return this.values.get(key);
  }

  /** Return what several columns sum up to in the newest row that has any of them. */
  newest(keys: readonly string[]): number | null {
    for (let row = this.at.length - 1; row >= Math.max(0, this.at.length - NEWEST); row -= 1) {
      const known = keys.map((key) => this.values.get(key)?.[row] ?? null).filter((one) => one !== null);
      if (known.length > 0) return known.reduce((sum, one) => sum + one, 0);
    }
    return null;
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
    this.trimmed = true;
    this.at.splice(0, over);
    for (const column of this.values.values()) column.splice(0, over);
  }
}

/** Return rows as points, without copying them. */
export function pointsOfRows(table: SeriesTable, keys: readonly string[]): Points {
  const columns = keys.map((key): [string, Band] => [key, unbounded(table.get(key) ?? [])]);
  return { at: table.at, step: table.interval * 1_000, columns: new Map(columns) };
}
