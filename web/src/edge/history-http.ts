/** The history of hosts over HTTP. Failures are ApiErrors. */

import { sideBySide, type HistoryAnswer } from "../core/history-answer";
import type { Range } from "../core/time-range";
import { call } from "./http";

/** The hub's bounds for one request. */
export const MOST_COLUMNS = 100;
export const MOST_CELLS = 50_000;

/** What is kept of a host. Times are ms since 1970 UTC. */
export interface Holdings {
  columns: { name: string; unit: string; first: number; last: number }[];
  bytes: number;
  /** By the width of a row in ms: how far back they go. */
  oldest: Record<string, number>;
}

export interface HistoryQuestion extends Range {
  points: number;
  columns: readonly string[];
}

export function fetchHoldings(host: string): Promise<Holdings> {
  return call("GET", `${addressOf(host)}/columns`);
}

/** Fetch columns of a stretch of time; more than the hub answers at once are asked for in parts. */
export async function fetchHistory(host: string, asked: HistoryQuestion, signal: AbortSignal): Promise<HistoryAnswer> {
  const parts = inParts(asked).map((part) => call<HistoryAnswer>("GET", historyAddress(host, part), undefined, signal));
  const whole = sideBySide(await Promise.all(parts));
  if (!whole) throw new RangeError("no column was asked for");
  return whole;
}

/** Return the address of a question; `format` is what a plain link asks for. */
export function historyAddress(host: string, asked: HistoryQuestion, format?: "csv"): string {
  const query = new URLSearchParams();
  for (const name of asked.columns) query.append("column", name);
  for (const key of ["from", "to", "points"] as const) query.append(key, asked[key].toFixed(0));
  if (format) query.append("format", format);
  return `${addressOf(host)}?${query.toString()}`;
}

function inParts(asked: HistoryQuestion): HistoryQuestion[] {
  const size = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(MOST_CELLS / asked.points)));
  const parts: HistoryQuestion[] = [];
  for (let from = 0; from < asked.columns.length; from += size) {
    parts.push({ ...asked, columns: asked.columns.slice(from, from + size) });
  }
  return parts;
}

function addressOf(host: string): string {
  return `/api/hosts/${encodeURIComponent(host)}/history`;
}
