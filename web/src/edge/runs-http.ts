/** Runs over HTTP. Failures are ApiErrors. */

import type { RunFilter, RunLine } from "../core/run-list";
import { call, type RunRequest } from "./http";

export interface RunPage {
  runs: RunLine[];
  /** Where the next page begins; null at the end. */
  next: number | null;
}

/** What is saved, as one writes it. */
export interface SavedWish {
  name: string;
  command: string;
  where: string[];
  arguments: string[];
  timeout_ms: number;
}

export function requestRun(request: RunRequest): Promise<{ id: string }> {
  return call("POST", "/api/runs", request);
}

export function fetchRuns(filter: RunFilter, before: number | null, limit: number): Promise<RunPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const name of ["host", "by", "text"] as const) if (filter[name]) query.set(name, filter[name]);
  if (filter.failed) query.set("failed", "true");
  if (before !== null) query.set("before", String(before));
  return call("GET", `/api/runs?${query.toString()}`);
}

/** Cancel a run, on one host or on all that are not done. */
export function cancelRun(id: string, host = ""): Promise<void> {
  return call("POST", `${addressOf(id)}/cancel`, host ? { host } : {});
}

export function signalRun(id: string, signal: string, host = ""): Promise<void> {
  return call("POST", `${addressOf(id)}/signal`, host ? { signal, host } : { signal });
}

/** Where a host's whole output can be fetched from, as the hub keeps it. */
export function outputAddress(id: string, host: string, stream: "" | "out" | "err", format: "text" | "jsonl"): string {
  const query = new URLSearchParams({ format, download: "true" });
  if (host) query.set("host", host);
  if (stream) query.set("stream", stream);
  return `${addressOf(id)}/output?${query.toString()}`;
}

export function saveRun(wish: SavedWish): Promise<unknown> {
  return call("POST", "/api/saved-runs", wish);
}

export function changeSaved(id: string, wish: SavedWish): Promise<unknown> {
  return call("PUT", `/api/saved-runs/${encodeURIComponent(id)}`, wish);
}

export function removeSaved(id: string): Promise<void> {
  return call("DELETE", `/api/saved-runs/${encodeURIComponent(id)}`);
}

function addressOf(id: string): string {
  return `/api/runs/${encodeURIComponent(id)}`;
}
