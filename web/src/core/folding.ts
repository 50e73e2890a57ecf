/** Hosts whose runs came to the same: the same end and the same output are one group. Pure. */

import { isFinal, succeeded, type PartState } from "./run-part";

export type Standing = "waiting" | "running" | "done" | "failed";

export interface Folded {
  part: PartState;
  digest: string;
}

export interface Group {
  /** Of its first host: stays while more join it. */
  key: string;
  standing: Standing;
  parts: readonly PartState[];
}

/** Tell how a host stands, in the one word that is counted. */
export function standingOf(part: PartState): Standing {
  if (!isFinal(part.state)) return part.state === "running" ? "running" : "waiting";
  return succeeded(part) ? "done" : "failed";
}

export function countStandings(parts: Iterable<PartState>): Record<Standing, number> {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0 };
  for (const part of parts) counts[standingOf(part)] += 1;
  return counts;
}

/** Group hosts, the largest group first; `fold` false: each for itself, in the order they were asked. */
export function groupHosts(hosts: readonly Folded[], fold = true): Group[] {
  const groups = new Map<string, PartState[]>();
  for (const { part, digest } of hosts) {
    const key = fold ? `${endOf(part)} ${digest}` : part.host;
    const known = groups.get(key);
    if (known) known.push(part);
    else groups.set(key, [part]);
  }
  const found = [...groups.values()].map(groupOf);
  return fold ? found.sort((a, b) => b.parts.length - a.parts.length) : found; // the sort is stable
}

function groupOf(parts: PartState[]): Group {
  const [first] = parts;
  if (!first) throw new RangeError("a group has a host");
  return { key: first.host, standing: standingOf(first), parts };
}

/** How a run ended, as far as two hosts can differ in it; before the end, how far it is. */
function endOf(part: PartState): string {
  const standing = standingOf(part);
  if (standing === "waiting" || standing === "running") return standing;
  return `${part.state} ${part.code ?? ""} ${part.signal} ${part.reason}`;
}
