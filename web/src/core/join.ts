/** The past from the hub and the rows that come live, as one picture without hole or double. Pure. */

import { unbounded, type Band, type Points, type Values } from "./points";
import { pointsOfRows, type SeriesTable } from "./series";

const MOST_NEW = 4_000; // points right of the past's; more than that is a past of another time and scale

/**
 * Join `past` and `live` for some columns. `complete` (ms) is since when every row has come live: points that begin
 * later are made of live rows, those before are the hub's.
 */
export function joined(past: Points | null, live: SeriesTable, keys: readonly string[], complete: number): Points {
  if (!past || past.at.length === 0) return pointsOfRows(live, keys);
  return past.step <= 1.5 * live.interval * 1_000 ? joinRows(past, live, keys) : joinBuckets(past, live, keys, complete);
}

/** Both sides hold single rows: each stands once, and what only one side knows is shown. */
function joinRows(past: Points, live: SeriesTable, keys: readonly string[]): Points {
  const { at, fromLive, fromPast } = interleave(past.at, live.at, past.step / 1_000);
  const columns = keys.map((key): [string, Band] => {
    const [rows, known] = [live.get(key), past.columns.get(key)?.mean];
    return [key, unbounded(at.map((_, place) => rows?.[fromLive[place] ?? -1] ?? known?.[fromPast[place] ?? -1] ?? null))];
  });
  return { at, step: past.step, columns: new Map(columns) };
}

interface Interleaved {
  at: number[];
  /** Of each place: which row it is on either side, -1 where that side has none. */
  fromLive: number[];
  fromPast: number[];
}

function interleave(past: readonly number[], live: readonly number[], step: number): Interleaved {
  const places: Interleaved = { at: [], fromLive: [], fromPast: [] };
  let [one, other] = [0, 0];
  while (one < past.length || other < live.length) {
    const [before, now] = [past[one] ?? Infinity, live[other] ?? Infinity];
    const same = now >= before - step / 2 && now < before + step / 2; // a row lies in the hub's bucket of it
    const usePast = same || before < now;
    const useLive = same || now < before;
    put(places, useLive ? now : before, useLive ? other : -1, usePast ? one : -1, step);
    if (usePast) one += 1;
    if (useLive) other += 1;
  }
  return places;
}

/** Where neither side knows anything for a while there is a hole, not a line. */
function put({ at, fromLive, fromPast }: Interleaved, time: number, live: number, past: number, step: number): void {
  const last = at[at.length - 1];
  if (last !== undefined && time - last > 2.5 * step) {
    at.push(last + step);
    fromLive.push(-1);
    fromPast.push(-1);
  }
  at.push(time);
  fromLive.push(live);
  fromPast.push(past);
}

function nothing(count: number): Values {
  return new Array<null>(count).fill(null);
}

/** Points of many rows: live rows are gathered into the hub's buckets, which go on to the right. */
function joinBuckets(past: Points, live: SeriesTable, keys: readonly string[], complete: number): Points {
  const step = past.step / 1_000;
  const origin = (past.at[0] ?? 0) - step / 2;
  const bounds = boundsOf(past, live, step, origin);
  const count = Math.max(past.at.length, bounds.length - 1);
  const at = Array.from({ length: count }, (_, index) => past.at[index] ?? origin + (index + 0.5) * step);
  const firstWhole = Math.max(0, Math.ceil((complete / 1_000 - origin) / step));
  const columns = keys.map((key): [string, Band] => {
    const known = past.columns.get(key);
    const whole = emptyBand(count);
    for (let index = 0; index < count; index += 1) {
      const [from, to] = [bounds[index] ?? 0, bounds[index + 1] ?? 0];
      const useKnown = index < firstWhole && (known?.mean[index] ?? null) !== null;
      if (useKnown || from >= to || !gather(whole, index, live.get(key), from, to)) copy(whole, index, known);
    }
    return [key, whole];
  });
  return { at, step: past.step, columns: new Map(columns) };
}

/** Return which live row is the first of each bucket; one more tells where the last ends. */
function boundsOf(past: Points, live: SeriesTable, step: number, origin: number): number[] {
  const newest = live.at[live.at.length - 1];
  const reached = newest === undefined ? 0 : Math.floor((newest - origin) / step) + 1;
  const count = Math.min(reached, past.at.length + MOST_NEW);
  const bounds: number[] = [];
  let row = 0;
  for (let index = 0; index <= count; index += 1) {
    while (row < live.at.length && (live.at[row] ?? 0) < origin + index * step) row += 1;
    bounds.push(row);
  }
  return bounds;
}

interface Whole extends Band {
  low: Values;
  high: Values;
}

function emptyBand(count: number): Whole {
  return { mean: nothing(count), low: nothing(count), high: nothing(count) };
}

function copy(whole: Whole, index: number, known: Band | undefined): void {
  const mean = known?.mean[index] ?? null;
  whole.mean[index] = mean;
  whole.low[index] = known?.low?.[index] ?? mean;
  whole.high[index] = known?.high?.[index] ?? mean;
}

/** Make one point of rows; false when none of them has a number. */
function gather(whole: Whole, index: number, rows: Values | undefined, from: number, to: number): boolean {
  let [sum, count, low, high] = [0, 0, Infinity, -Infinity];
  for (let row = from; row < to; row += 1) {
    const value = rows?.[row];
    if (value === null || value === undefined) continue;
    sum += value;
    count += 1;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (count === 0) return false;
  whole.mean[index] = sum / count;
  whole.low[index] = low;
  whole.high[index] = high;
  return true;
}
