/**
 * The last minutes of hosts, for sparklines that begin with what the hub remembers: asked for once a host, when it is first
 * in sight, and for many hosts at once.
 */

import { batch } from "@preact/signals";
import type { Ring } from "../core/ring";
import { fetchHosts, MOST_ASKED, type HostListing } from "../edge/hosts-http";
import { letOthersSoon } from "../edge/mark";
import type { Hosts } from "./hosts";

const WAIT_MS = 40; // what is scrolled past is not asked for
const SERIES = ["cpu", "memory", "receive", "transmit"] as const;

export class Recall {
  private readonly wished = new Set<string>();
  private readonly done = new Set<string>();
  private timer = 0;

  constructor(private readonly hosts: Hosts) {}

  wish(id: string): void {
    if (this.done.has(id)) return;
    this.wished.add(id);
    this.timer ||= window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  /** Nobody looks any more. */
  forget(id: string): void {
    this.wished.delete(id);
  }

  private async ask(): Promise<void> {
    const ids = [...this.wished].slice(0, MOST_ASKED);
    for (const id of ids) {
      this.wished.delete(id);
      this.done.add(id);
    }
    this.timer = this.wished.size > 0 ? window.setTimeout(() => void this.ask(), WAIT_MS) : 0;
    if (ids.length === 0) return;
    const found = await fetchHosts(ids).catch(() => null);
    if (found) batch(() => this.fill(found));
    else ids.forEach((id) => this.done.delete(id)); // whoever is still in sight then asks again when it comes back
    letOthersSoon();
  }

  private fill(hosts: readonly HostListing[]): void {
    for (const { id, now, recent } of hosts) {
      const cell = this.hosts.cells.peek().get(id);
      if (!cell) continue; // removed meanwhile
      for (const name of SERIES) refill(cell[name], recent[name]);
      const newest = cell.newest ?? now;
      cell.newest = cell.now.value = newest && { ...newest };
    }
  }
}

function refill(ring: Ring, values: readonly (number | null)[]): void {
  const live = Array.from({ length: ring.length }, (_, index) => ring.nth(index));
  ring.clear();
  for (const value of values) ring.push(value);
  // What came live while the answer was on its way is the newest of it already.
  if (ring.length === 0) for (const value of live) ring.push(value);
}
