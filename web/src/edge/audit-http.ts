/** The audit over HTTP: for auditors and admins. Failures are ApiErrors. */

import type { AuditEntry, AuditFilter } from "../core/audit-entry";
import { call } from "./http";

export interface AuditHead {
  seq: number;
  /** Of the chain, up to its newest entry. */
  hash: string;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  /** There is older that was not looked at, also where nothing was found. */
  more: boolean;
  /** The `before` with which the search goes on. */
  next: number | null;
  head: AuditHead;
}

/** Fetch the newest entries that pass, or those before a seq. */
export function fetchAudit(filter: Partial<AuditFilter>, before: number | null, limit: number): Promise<AuditPage> {
  const query = queryOf(filter);
  query.set("limit", String(limit));
  if (before !== null) query.set("before", String(before));
  return call("GET", `/api/audit?${query.toString()}`);
}

/** Where a stretch of the audit can be saved from. */
export function exportAddress(format: "jsonl" | "csv", { from, to }: Pick<AuditFilter, "from" | "to">): string {
  const query = queryOf({ from, to });
  query.set("format", format);
  return `/api/audit/export?${query.toString()}`;
}

function queryOf(filter: Partial<AuditFilter>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
  return query;
}
