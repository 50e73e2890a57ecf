/** Entries of the audit: what they hold, which are wanted, what is said of them. Pure. */

import type { AuditBody, Entry } from "../wire/messages.gen";

/** As the hub lists it; live it comes without its hash. */
export interface AuditEntry {
  seq: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
  by: string;
  ip: string;
  /** Of the chain, up to this entry. */
  hash?: string;
  /** Null where somebody has made it unreadable. */
  body: AuditBody | null;
}

export interface AuditFilter {
  text: string;
  by: string;
  on: string;
  /** The name of a deed, or of a kind: `run`, `act`, `result`. */
  deed: string;
  /** Milliseconds since 1970 UTC; 0 is without bound. */
  from: number;
  to: number;
}

export const EVERY_ENTRY: AuditFilter = { text: "", by: "", on: "", deed: "", from: 0, to: 0 };
/** What can be asked for by name, in the order it is offered. */
export const DEEDS = [
  "run", "act", "result", "login", "logout", "proof-asked", "proof", "setup", "account", "password", "second-factor", "token",
  "session", "code", "enrol", "host", "export", "screen", "room", "delete", "restore", "stop", "refused",
] as const;

/** Tell who did it: of a result the machine. */
export function whoOf(body: AuditBody | null): string {
  if (!body) return "";
  return body.kind === "result" ? `host/${body.host}` : body.by;
}

export function isNarrowed(filter: AuditFilter): boolean {
  return Object.values(filter).some(Boolean);
}

/** Return the entry that came live as the list shows it. */
export function entryOf({ seq, at, body: told }: Entry): AuditEntry {
  const body = told as AuditBody;
  return { seq, at, by: whoOf(body), ip: body.kind === "result" ? "" : (body.ip ?? ""), body };
}

/** Add older entries below those that are there. */
export function withOlder(entries: readonly AuditEntry[], older: readonly AuditEntry[]): AuditEntry[] {
  const last = entries[entries.length - 1]?.seq ?? Infinity;
  return [...entries, ...older.filter(({ seq }) => seq < last)];
}

/** Put what came live on top, newest first. */
export function withNewer(entries: readonly AuditEntry[], newer: readonly AuditEntry[]): AuditEntry[] {
  const first = entries[0]?.seq ?? 0;
  return [...newer.filter(({ seq }) => seq > first).sort((a, b) => b.seq - a.seq), ...entries];
}
