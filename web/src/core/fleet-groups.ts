/** Hosts in groups: by state, by system, or by what a label says. Pure. */

import type { Host } from "../wire/messages.gen";
import { compareTexts, fullness, rank, tally, type Tally } from "./fleet";
import type { HostLine } from "./host-line";
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

/** Return the groups of hosts, which keep their order. Those that hold what needs a look come first, then they go by name. */
export function groupsOf(lines: readonly HostLine[], by: Grouping): Group[] {
  const key = keyBy(by);
  const found = new Map<string, HostLine[]>();
  for (const line of lines) {
    const of = key(line.host);
    const group = found.get(of);
    if (group) group.push(line);
    else found.set(of, [line]);
  }
  const groups = [...found].map(([of, members]) => ({ group: groupOf(of, members), need: Math.min(...members.map(need)) }));
  if (by !== "state") groups.sort((a, b) => a.need - b.need || byKey(a.group, b.group));
  return groups.map(({ group }) => group);
}

/** How much a host needs a look: 0 most. */
function need(line: HostLine): number {
  return rank(line.host) * 10 + fullness(line);
}

function byKey(a: Group, b: Group): number {
  return Number(a.key === "") - Number(b.key === "") || compareTexts(a.key, b.key);
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

function groupOf(key: string, members: readonly HostLine[]): Group {
  const hosts = members.map(({ host }) => host);
  const worst = hosts.reduce((one, other) => (rank(other) < rank(one) ? other : one));
  return { key, ids: hosts.map(({ id }) => id), counts: tally(hosts), worst: worst.status };
}
