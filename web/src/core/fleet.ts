/** Which hosts are shown, and in what order. Pure. */

import type { Host, Now } from "../wire/messages.gen";
import type { Order, Sort } from "./order";

export interface HostLine {
  host: Host;
  now: Now | null;
}

const RANK: Record<string, number> = { down: 0, late: 1, up: 2 };

/** Tell whether a host answers to every word typed: in name, system, status, addresses or labels. */
export function matches(host: Host, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const labels = Object.entries(host.labels ?? {}).map(([name, value]) => `${name}=${value} ${name}:${value}`);
  const text = [host.name, host.id, host.os ?? "", host.status, host.ip ?? "", ...(host.addresses ?? []), ...labels]
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Return the lines in order: hosts that need a look first, whatever else they are sorted by. */
export function sorted(lines: readonly HostLine[], order: Order): HostLine[] {
  const sign = order.down ? -1 : 1;
  return [...lines].sort((a, b) => {
    const byStatus = rank(a) - rank(b);
    if (byStatus !== 0) return order.by === "status" ? byStatus * (order.down ? -1 : 1) : byStatus;
    if (order.by === "status" || order.by === "name") {
      return byName(a, b) * (order.by === "name" ? sign : 1);
    }
    return (value(a, order.by) - value(b, order.by)) * sign || byName(a, b);
  });
}

/** Count hosts by status. */
export function tally(hosts: readonly Host[]): { up: number; late: number; down: number } {
  const counts = { up: 0, late: 0, down: 0 };
  for (const host of hosts) {
    if (host.status === "up" || host.status === "late") counts[host.status] += 1;
    else counts.down += 1;
  }
  return counts;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function byName(a: HostLine, b: HostLine): number {
  return collator.compare(a.host.name, b.host.name) || (a.host.id < b.host.id ? -1 : 1);
}

function rank(line: HostLine): number {
  return RANK[line.host.status] ?? 0;
}

function value(line: HostLine, by: Exclude<Sort, "status" | "name">): number {
  const now = line.now;
  if (!now) return -1;
  if (by === "network") return (now.receive ?? 0) + (now.transmit ?? 0);
  return now[by] ?? -1;
}
