/**
 * Which hosts the fleet shows, in what order, and which are selected. The list is made anew when a host, the query or the
 * order changes; what follows live numbers moves at a calm pace, and not under the pointer.
 */

import { batch, computed, effect, signal } from "@preact/signals";
import { freeze, sorted, type Frozen } from "../core/fleet";
import type { Column } from "../core/fleet-columns";
import { groupsOf, readGrouping, type Group } from "../core/fleet-groups";
import { EVERY_HOST, type HostTest } from "../core/host-test";
import type { HostLine } from "../core/host-line";
import { isLive } from "../core/order";
import type { Asked } from "../core/query-field";
import { Rest } from "../core/rest";
import { NOTHING_SELECTED, pruned, ranged, type Selection } from "../core/selection";
import { watchSearch, writeSearch } from "../edge/search";
import { grouping, layout, order, readLayout } from "./fleet-choice";
import { Recall } from "./recall";
import type { Room } from "./room";

const LOOK_MS = 1_000; // how often live numbers are held against the query
const REORDER_MS = 5_000;

export class FleetView {
  /** The query as it is typed. */
  readonly typed = signal("");
  /** What it means; null while nobody here can read it yet. */
  readonly test = signal<HostTest | null>(EVERY_HOST);
  /** The states a term of the query asks for. */
  readonly states = signal<readonly Asked[]>([]);
  readonly shown = signal<readonly string[]>([]);
  readonly selection = signal<Selection>(NOTHING_SELECTED);
  readonly folded = signal<ReadonlySet<string>>(new Set());
  /** The host the keyboard is at, and where a range begins. */
  readonly active = signal("");
  anchor = "";
  /** The pointer or the focus is in the list: rows stay where they are. */
  readonly held = signal(false);
  /** The columns there are where none were chosen. */
  readonly fitted = signal<readonly Column[]>([]);
  /** Null where there are no groups. */
  readonly groups = computed<readonly Group[] | null>(() => {
    if (!grouping.value) return null;
    const cells = this.room.hosts.cells.value;
    const lines = this.shown.value.flatMap((id) => {
      const cell = cells.get(id);
      return cell ? [{ host: cell.host.peek(), now: cell.now.peek() }] : [];
    });
    return groupsOf(lines, grouping.value);
  });

  readonly recall: Recall;

  private readonly rest = new Rest();
  private frozen: Frozen = new Map();
  private frozenAt = 0;
  private lookedAt = 0;
  private lastOrder = order.peek();
  private lastTest: HostTest | null = EVERY_HOST;
  private stops: (() => void)[] = [];

  constructor(private readonly room: Room) {
    this.recall = new Recall(room.hosts);
  }

  /** Begin to follow; call `stop` when nobody looks any more. */
  start(): void {
    this.readAddress(location.search);
    this.stops = [
      watchSearch((search) => this.readAddress(search)),
      effect(() => this.writeAddress()),
      effect(() => this.change()),
      effect(() => {
        void this.room.hosts.beat.value;
        this.look();
      }),
    ];
  }

  /** Go on with a selection up to a host, by keys. */
  extend(id: string): void {
    this.anchor ||= this.active.peek() || id;
    this.selection.value = ranged(this.selection.peek(), this.shown.peek(), this.anchor, id);
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private readAddress(search: string): void {
    const query = new URLSearchParams(search);
    batch(() => {
      if (query.has("q")) this.typed.value = query.get("q") ?? "";
      if (query.has("group")) grouping.value = readGrouping(query.get("group"));
      if (query.has("view")) layout.value = readLayout(query.get("view"));
      if (this.typed.peek().trim() && this.test.peek() === EVERY_HOST) this.test.value = null;
    });
  }

  private writeAddress(): void {
    const query = new URLSearchParams();
    const typed = this.typed.value.trim();
    if (typed) query.set("q", typed);
    if (grouping.value) query.set("group", grouping.value);
    if (layout.value !== "rows") query.set("view", layout.value);
    const text = query.toString();
    writeSearch(text && `?${text}`);
  }

  /** A host, the query or the order changed: the list is right at once. */
  private change(): void {
    const { hosts } = this.room;
    const [by, test, lines] = [order.value, this.test.value, hosts.lines()];
    if (by !== this.lastOrder || test !== this.lastTest) {
      this.rest.clear();
      this.freeze(lines);
    }
    [this.lastOrder, this.lastTest] = [by, test];
    this.show(lines);
    const cells = hosts.cells.peek();
    this.selection.value = pruned(this.selection.peek(), (id) => cells.has(id));
  }

  /** Numbers changed: what depends on them follows, if it is time. */
  private look(): void {
    const now = this.room.connection.now();
    const [test, by] = [this.test.peek(), order.peek().by];
    const follows = isLive(by) || by === "status";
    if ((!test?.live && !follows) || document.hidden) return;
    if (now - this.lookedAt < LOOK_MS && now >= this.lookedAt) return;
    const mayMove = follows && !this.held.peek() && now - this.frozenAt >= REORDER_MS;
    if (!test?.live && !mayMove) return;
    const lines = this.room.hosts.lines();
    const isOther = mayMove && this.freeze(lines);
    if (test?.live || isOther) this.show(lines);
  }

  /** Return whether the numbers to sort by are others than before. */
  private freeze(lines: readonly HostLine[]): boolean {
    const before = this.frozen;
    this.frozen = freeze(lines, order.peek().by);
    this.frozenAt = this.room.connection.now();
    return [...this.frozen].some(([id, value]) => before.get(id) !== value);
  }

  private show(lines: readonly HostLine[]): void {
    const test = this.test.peek();
    if (!test) return;
    const now = (this.lookedAt = this.room.connection.now());
    const { fixed, live } = test;
    const found = lines.filter((line) => fixed(line.host) && (!live || this.rest.shows(line.host.id, live(line, now), now)));
    const ids = sorted(found, order.peek(), this.frozen).map(({ host }) => host.id);
    if (!same(ids, this.shown.peek())) this.shown.value = ids;
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

const views = new WeakMap<Room, FleetView>();

/** Return the fleet's view of a session: what was typed and selected stays while one looks at a host. */
export function fleetViewOf(room: Room): FleetView {
  let view = views.get(room);
  if (!view) views.set(room, (view = new FleetView(room)));
  return view;
}
