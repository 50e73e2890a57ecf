/** Every host of the fleet: each in cells of its own, so that a new number redraws one row only. */

import { batch, computed, signal, type Signal } from "@preact/signals";
import type { Api, HostListing } from "../edge/http";
import { Ring } from "../core/ring";
import type { HostLine } from "../core/fleet";
import type { Host, Now } from "../wire/messages.gen";
import { HOSTS } from "../wire/messages.gen";
import type { StateChange } from "../wire/state-replica";
import type { Connection } from "./connection";

export const SPARK_POINTS = 120;
const PACE_MS = 500;

export interface HostCell {
  host: Signal<Host>;
  now: Signal<Now | null>;
  cpu: Ring;
  memory: Ring;
  receive: Ring;
  transmit: Ring;
}

export class Hosts {
  /** False until the hub has told all hosts once. */
  readonly known = signal(false);
  readonly cells = signal<ReadonlyMap<string, HostCell>>(new Map());
  /** Counts frames: sorting by a live number follows it. */
  readonly beat = signal(0);

  /** The names of the hosts that are there, for completion. */
  readonly names = computed(() =>
    [...this.cells.value.values()]
      .map((cell) => cell.host.value)
      .filter((host) => host.status !== "down")
      .map((host) => host.name)
      .sort(),
  );

  private readonly waiting = new Map<string, Now>();
  private recalled = false;

  constructor(
    private readonly connection: Connection,
    private readonly api: Api,
  ) {}

  start(): void {
    this.connection.follow(HOSTS, { every_ms: PACE_MS }, { change: (change) => this.apply(change) });
  }

  /** Return a host by its id, or by its name as people type it. */
  find(idOrName: string): Host | undefined {
    const cells = this.cells.value;
    const direct = cells.get(idOrName);
    if (direct) return direct.host.value;
    const folded = idOrName.toLowerCase();
    for (const cell of cells.values()) if (cell.host.value.name.toLowerCase() === folded) return cell.host.value;
    return undefined;
  }

  nameOf(id: string): string {
    return this.cells.value.get(id)?.host.value.name ?? id;
  }

  /** Return every host with its newest numbers, as they are now. */
  lines(): HostLine[] {
    return [...this.cells.value.values()].map((cell) => ({ host: cell.host.value, now: cell.now.peek() }));
  }

  /** Let sparklines begin with what the hub remembers, not empty: once, when they are first looked at. */
  async recall(): Promise<void> {
    if (this.recalled) return;
    this.recalled = true;
    const listing = await this.api.hosts().catch(() => null);
    if (listing) batch(() => this.seedFrom(listing.hosts));
  }

  private seedFrom(hosts: readonly HostListing[]): void {
    const cells = new Map(this.cells.value);
    for (const { now, recent, ...host } of hosts) {
      const cell = cells.get(host.id) ?? newCell(host);
      cells.set(host.id, cell);
      for (const name of ["cpu", "memory", "receive", "transmit"] as const) refill(cell[name], recent[name]);
      if (!cell.now.value && now) cell.now.value = now;
      else cell.now.value = cell.now.value && { ...cell.now.value };
    }
    this.cells.value = cells;
    this.known.value = true;
  }

  private apply(change: StateChange): void {
    batch(() => {
      const cells = new Map(change.reset ? [] : this.cells.value);
      let listed = change.reset;
      const entries = Object.entries(change.set).sort(([a], [b]) => a.length - b.length);
      for (const [key, value] of entries) {
        if (key.endsWith("/now")) this.newest(cells, key.slice(0, -4), value as Now);
        else listed = this.host(cells, key, value as Host) || listed;
      }
      for (const key of change.removed) listed = cells.delete(key) || listed;
      if (listed) this.cells.value = cells;
      this.known.value = true;
      this.beat.value += 1;
    });
  }

  /** Returns true when the list of hosts changed. */
  private host(cells: Map<string, HostCell>, id: string, host: Host): boolean {
    const known = cells.get(id) ?? this.cells.value.get(id);
    if (known) known.host.value = host;
    const cell = known ?? newCell(host);
    const listed = cells.get(id) !== cell;
    cells.set(id, cell);
    const early = this.waiting.get(id);
    if (early) this.newest(cells, id, early);
    this.waiting.delete(id);
    return listed;
  }

  private newest(cells: Map<string, HostCell>, id: string, now: Now): void {
    const cell = cells.get(id);
    if (!cell) return void this.waiting.set(id, now);
    const before = cell.now.value;
    if (before && now.at <= before.at) return;
    cell.cpu.push(now.cpu);
    cell.memory.push(now.memory);
    cell.receive.push(now.receive);
    cell.transmit.push(now.transmit);
    cell.now.value = now;
  }
}

function newCell(host: Host): HostCell {
  const ring = (): Ring => new Ring(SPARK_POINTS);
  return { host: signal(host), now: signal(null), cpu: ring(), memory: ring(), receive: ring(), transmit: ring() };
}

function refill(ring: Ring, values: readonly (number | null)[] | undefined): void {
  const live = Array.from({ length: ring.length }, (_, index) => ring.nth(index));
  ring.clear();
  for (const value of values ?? []) ring.push(value);
  // What came live while the answer was on its way is the newest of it already.
  if (ring.length === 0) for (const value of live) ring.push(value);
}
