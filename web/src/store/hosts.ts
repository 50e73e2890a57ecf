/** Every host of the fleet: each in cells of its own, so that a new number redraws one row only. */

import { batch, signal, type Signal } from "@preact/signals";
import { Ring } from "../core/ring";
import type { HostLine } from "../core/host-line";
import type { Host, Now } from "../wire/messages.gen";
import { HOSTS } from "../wire/messages.gen";
import type { StateChange } from "../wire/state-replica";
import type { Connection } from "./connection";

export const SPARK_POINTS = 120;
const PACE_MS = 500;
const NOW = "/now";

export interface HostCell {
  host: Signal<Host>;
  /** What is shown. */
  now: Signal<Now | null>;
  /** What came last. */
  newest: Now | null;
  cpu: Ring;
  memory: Ring;
  receive: Ring;
  transmit: Ring;
}

export class Hosts {
  /** False until the hub has told all hosts once. */
  readonly known = signal(false);
  /** Another map whenever a host changed, came or went; not when its numbers did. */
  readonly cells = signal<ReadonlyMap<string, HostCell>>(new Map());
  /** Counts frames: sorting by a live number follows it. */
  readonly beat = signal(0);

  private readonly waiting = new Map<string, Now>();

  constructor(private readonly connection: Connection) {}

  start(): void {
    this.connection.follow(HOSTS, { every_ms: PACE_MS }, {
      change: (change) => this.apply(change),
      // Of a hub that never had a host nothing more comes.
      begun: ({ head }) => head === 0 && this.apply({ set: {}, removed: [], reset: true }),
    });
  }

  /** Return a host by its id, or by its name as people type it. */
  find(idOrName: string): Host | undefined {
    const cells = this.cells.value;
    const isNamed = ({ host }: HostCell): boolean => host.value.name.toLowerCase() === idOrName.toLowerCase();
    return (cells.get(idOrName) ?? [...cells.values()].find(isNamed))?.host.value;
  }

  nameOf(id: string): string {
    return this.cells.value.get(id)?.host.value.name ?? id;
  }

  /** Return every host with its newest numbers, as they are now. */
  lines(): HostLine[] {
    return [...this.cells.value.values()].map(({ host, now }) => ({ host: host.peek(), now: now.peek() }));
  }

  private apply({ set, removed, reset }: StateChange): void {
    const keys = Object.keys(set);
    const ids = keys.filter((key) => !key.endsWith(NOW));
    batch(() => {
      if (reset || ids.length + removed.length > 0) this.list(ids, set, removed, reset);
      for (const key of keys) if (key.endsWith(NOW)) this.newest(key.slice(0, -NOW.length), set[key] as Now);
      this.known.value = true;
      if (document.hidden) return; // nothing is drawn for nobody: all is shown with the first numbers after that
      this.cells.peek().forEach((cell) => (cell.now.value = cell.newest));
      this.beat.value += 1;
    });
  }

  private list(ids: readonly string[], set: Record<string, unknown>, removed: readonly string[], reset: boolean): void {
    const before = this.cells.peek();
    const cells = new Map(reset ? [] : before);
    for (const id of ids) {
      const host = set[id] as Host;
      const cell = before.get(id) ?? newCell(host);
      cell.host.value = host;
      cells.set(id, cell);
    }
    for (const id of removed) cells.delete(id);
    this.cells.value = cells;
    for (const [id, now] of this.waiting) this.newest(id, now);
  }

  private newest(id: string, now: Now): void {
    const cell = this.cells.peek().get(id);
    if (!cell) return void this.waiting.set(id, now); // numbers may come before what they are of
    this.waiting.delete(id);
    if (cell.newest && now.at <= cell.newest.at) return;
    cell.cpu.push(now.cpu);
    cell.memory.push(now.memory);
    cell.receive.push(now.receive);
    cell.transmit.push(now.transmit);
    cell.newest = now;
  }
}

function newCell(host: Host): HostCell {
  const ring = (): Ring => new Ring(SPARK_POINTS);
  return { host: signal(host), now: signal(null), newest: null, cpu: ring(), memory: ring(), receive: ring(), transmit: ring() };
}
