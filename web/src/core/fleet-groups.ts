/** Hosts in groups: by state, by system, or by what a label says. Pure. */

import type { Host } from "../wire/messages.gen";
import { compareTexts, rank, tally, type Tally } from "./fleet";
import { shortSystem } from "./system-name";

/** "" for none, `state`, `system`, or `label:NAME`. */
export type Grouping = "" | "state" | "system" | `label:${string}`;

export interface Group {
  /** What its hosts have in common; "" is what they lack. */
  key: string;
  ids: readonly string[];
  counts: Tally;
  /** The status of the host that most needs a look. */
  worst: string;
}

export function readGrouping(text: unknown): Grouping {
  if (text === "state" || text === "system") return text;
  return typeof text === "string" && /^label:[a-z0-9][a-z0-9._-]{0,31}$/.test(text) ? (text as Grouping) : "";
}

/** Return the groups of hosts, which keep their order. Groups by state have the worst first, others go by name. */
export function groupsOf(hosts: readonly Host[], by: Grouping): Group[] {
  const key = keyBy(by);
  const found = new Map<string, Host[]>();
  for (const host of hosts) {
    const of = key(host);
    const group = found.get(of);
    if (group) group.push(host);
    else found.set(of, [host]);
  }
  const groups = [...found].map(([of, members]) => groupOf(of, members));
  if (by === "state") return groups;
  return groups.sort((a, b) => Number(a.key === "") - Number(b.key === "") || compareTexts(a.key, b.key));
}

/** Return the names of labels there are, for choosing one. */
export function labelNames(hosts: Iterable<Host>): string[] {
  const names = new Set<string>();
  for (const host of hosts) for (const name of Object.keys(host.labels ?? {})) names.add(name);
  return [...names].sort(compareTexts);
}

function keyBy(by: Grouping): (host: Host) => string {
  if (by === "state") return (host) => host.status;
  if (by === "system") return (host) => shortSystem(host.os ?? "");
  const name = by.slice("label:".length);
  return (host) => new Map(Object.entries(host.labels ?? {})).get(name) ?? "";
}

function groupOf(key: string, members: readonly Host[]): Group {
  const worst = members.reduce((one, other) => (rank(other) < rank(one) ? other : one));
  return { key, ids: members.map((host) => host.id), counts: tally(members), worst: worst.status };
}
