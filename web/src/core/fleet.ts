/** In what order hosts are shown, and how many of them stand how. Pure. */

import type { Host } from "../wire/messages.gen";
import { presentOf, trafficOf, type HostLine } from "./host-line";
import { labelTexts } from "./label";
import { isLive, type Order, type Sort } from "./order";
import { severity, type Severity } from "./severity";

export type { HostLine } from "./host-line";

/** Numbers a fleet is sorted by as they were at one moment: rows must not jump every second. */
export type Frozen = ReadonlyMap<string, number | null>;

export type Tally = Record<"down" | "late" | "expected" | "up", number>;

const RANK: Record<string, number> = { down: 0, late: 1, expected: 2, up: 3 };
const FULLNESS: readonly Severity[] = ["bad", "warn", ""];
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Return the lines in order: hosts that need a look first, whatever else they are sorted by. */
export function sorted(lines: readonly HostLine[], order: Order, frozen?: Frozen): HostLine[] {
  const sign = order.down ? -1 : 1;
  const compare = comparison(order.by, frozen);
  return [...lines].sort((a, b) => {
    const byRank = rank(a.host) - rank(b.host);
    if (byRank !== 0) return order.by === "status" ? byRank * sign : byRank;
    return compare(a, b, sign) || byName(a, b);
  });
}

/** Return the numbers to sort by, as they are now; nothing where the order follows no numbers. */
export function freeze(lines: Iterable<HostLine>, by: Sort): Frozen {
  if (!isLive(by) && by !== "status") return new Map();
  return new Map([...lines].map((line) => [line.host.id, valueOf(line, by)]));
}

/** Count hosts by status. */
export function tally(hosts: Iterable<Host>): Tally {
  const counts: Tally = { down: 0, late: 0, expected: 0, up: 0 };
  for (const { status } of hosts) {
    if (status === "up" || status === "late" || status === "expected") counts[status] += 1;
    else counts.down += 1;
  }
  return counts;
}

/** Return how much a host needs a look: 0 most. What is not known is as bad as down. */
export function rank(host: Host): number {
  return RANK[host.status] ?? 0;
}

/**
 * Return how much the disks of a host need a look: 0 most. They alone count beside its state: they fill slowly, and do not
 * mend themselves; hosts that changed places with their processors could not be read.
 */
export function fullness(line: HostLine): number {
  return FULLNESS.indexOf(severity(presentOf(line)?.disk));
}

export function compareTexts(a: string, b: string): number {
  return collator.compare(a, b);
}

function byName(a: HostLine, b: HostLine): number {
  return collator.compare(a.host.name, b.host.name) || (a.host.id < b.host.id ? -1 : 1);
}

/** What is not known comes last, whichever way one sorts. */
function comparison(by: Sort, frozen?: Frozen): (a: HostLine, b: HostLine, sign: number) => number {
  if (by === "name") return (a, b, sign) => byName(a, b) * sign;
  const text = TEXTS[by];
  if (text) {
    return (a, b, sign) => {
      const [left, right] = [text(a.host), text(b.host)];
      if (!left || !right) return (left ? 0 : 1) - (right ? 0 : 1);
      return collator.compare(left, right) * sign;
    };
  }
  return (a, b, sign) => {
    const [left, right] = [known(a, by, frozen), known(b, by, frozen)];
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
    return (left - right) * sign;
  };
}

const TEXTS: Partial<Record<Sort, (host: Host) => string>> = {
  labels: ({ labels }) => labelTexts(labels).sort().join(" "),
  address: ({ ip = "" }) => ip,
  system: ({ os = "" }) => os,
  version: ({ version = "" }) => version,
};

function known(line: HostLine, by: Sort, frozen?: Frozen): number | null {
  const was = frozen?.get(line.host.id);
  return was === undefined ? valueOf(line, by) : was;
}

function valueOf(line: HostLine, by: Sort): number | null {
  if (by === "since") return line.host.since;
  if (by === "cores") return line.host.cores || null;
  if (by === "status") return fullness(line);
  const now = presentOf(line);
  if (!now) return null;
  if (by === "network") return trafficOf(now);
  return (now as unknown as Partial<Record<Sort, number | null>>)[by] ?? null;
}
