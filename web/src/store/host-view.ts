/** What is known of the one host on the screen: its charts' picture and its facts. */

import { computed, effect, signal } from "@preact/signals";
import { groupsOf, seriesOf, type Group, type GroupId, type Variant, type VariantId } from "../core/charts";
import { merged } from "../core/merged";
import type { Limits } from "../core/navigate";
import type { Points } from "../core/points";
import { pointsOfRows } from "../core/series";
import { seriesName } from "../core/series-name";
import { HOUR, isLive, type Range } from "../core/time-range";
import type { Comparison } from "../core/compare";
import { othersMay } from "../edge/mark";
import type { Column, Fact } from "../wire/messages.gen";
import type { Axis } from "./axis";
import type { Connection } from "./connection";
import { LiveRows } from "./live-rows";
import type { Past } from "./past";
import { seconds } from "./seconds";

/** A value that left its band. */
export interface Spike {
  at: number;
  series: string;
  value: number | null;
}

export interface Picture {
  range: Range;
  points: Points;
}

/** Something else on the same axis: another host, or another time. */
export interface Overlay {
  id: string;
  name: string;
  /** The same host at another time: drawn in the same colours. */
  isPast: boolean;
  points: Points;
  /** What of it is drawn beside a variant of this host; undefined where it measures no such thing. */
  variant(group: GroupId, beside: Variant): Variant | undefined;
}

/** What this host is compared with, and how that changes what its charts draw. */
export interface Compared {
  what: Comparison;
  variant(group: Group, chosen: Variant): Variant;
}

const STALE_MS = 3_000; // what is live moves on without rows after that

export class HostView {
  readonly live: LiveRows;
  /** What the hub keeps; null until the code for it is here. */
  readonly past = signal<Past | null>(null);
  readonly facts = signal<ReadonlyMap<string, string>>(new Map());
  /** Which variant of a group's chart the person chose. */
  readonly chosen = signal<Partial<Record<GroupId, VariantId>>>({});
  /** When values left their bands, as far as that has been looked up. */
  readonly spikes = signal<readonly Spike[]>([]);
  /** The moment (ms) somebody asks about, and on which chart. */
  readonly asked = signal<{ at: number; group: GroupId } | null>(null);
  /** Whose chart has all the width. */
  readonly enlarged = signal<GroupId | null>(null);
  /** Which charts are shown as tables. */
  readonly tabled = signal<readonly GroupId[]>([]);
  readonly compared = signal<Compared | null>(null);
  readonly overlays = signal<readonly Overlay[]>([]);
  /** The moment (ms) a link is about, or a mark that is looked at: a line goes through all charts there. */
  readonly pinned = signal<number | null>(null);
  readonly pointed = signal<number | null>(null);
  /** What the charts show; null before anything is known. */
  readonly picture = signal<Picture | null>(null);

  /** What there is to draw: the same array while the series are, for another makes every chart anew, also mid-drag. */
  private readonly columns = computed<readonly Column[]>(() => {
    const live = this.live.columns.value;
    const found = this.past.value?.columns(live, this.axis.look.value) ?? live;
    if (!isSame(found.map(seriesName), this.drawn.map(seriesName))) this.drawn = found;
    return this.drawn;
  });
  private drawn: readonly Column[] = [];

  readonly groups = computed<readonly Group[]>(() => groupsOf(this.columns.value));
  readonly variants = computed(() => this.groups.value.map((group) => this.variantOf(group)).filter(isThere));
  private readonly keys = computed(() => seriesOf(this.variants.value));

  /** No row came for a while; looked at each second, for what does not come says nothing. */
  private readonly isQuiet = computed(() => {
    void [seconds.value, this.live.beat.value];
    return this.connection.now() - this.live.newest > STALE_MS;
  });

  private readonly stops: (() => void)[] = [];
  private closed = false;

  constructor(
    private readonly connection: Connection,
    readonly axis: Axis,
    readonly id: string,
  ) {
    this.live = new LiveRows(connection, id);
    this.stops.push(
      connection.follow(`host/${id}/facts`, {}, {
        change: (change) => (this.facts.value = merged(this.facts.value, change, (fact) => (fact as Fact).value)),
      }),
      effect(() => this.draw()),
      effect(() => {
        if (othersMay.value) this.fetchPast();
      }),
    );
  }

  /** Return the variant shown of a group: the one that was chosen, else its first. */
  variantOf(group: Group): Variant | undefined {
    const chosen = group.variants.find((one) => one.id === this.chosen.value[group.id]) ?? group.variants[0];
    return chosen && this.drawnAs(group, chosen);
  }

  /** Return what a variant of a group is drawn as: compared it is another. */
  drawnAs(group: Group, variant: Variant): Variant {
    return this.compared.value?.variant(group, variant) ?? variant;
  }

  choose(group: GroupId, variant: VariantId): void {
    this.chosen.value = { ...this.chosen.peek(), [group]: variant };
  }

  /** What is shown now. Reads signals. */
  range(): Range {
    const { newest } = this.live;
    return this.axis.range(this.now(newest), newest, this.past.value?.oldest ?? 0);
  }

  /** From when to when there is anything to see; before that is known, an hour. Reads signals. */
  limits(): Limits {
    const live = this.axis.liveEnd(this.now(this.live.newest), this.live.newest);
    return { oldest: this.past.value?.oldest || live - HOUR, newest: live };
  }

  close(): void {
    this.closed = true;
    for (const stop of this.stops) stop();
    this.past.value?.close();
    this.live.close();
  }

  /** Whoever cannot have it sees what comes live. */
  private fetchPast(): void {
    void import("./past").then((module) => this.remember(module.Past), () => undefined);
  }

  private remember(Kept: typeof Past): void {
    if (!this.closed) this.past.value = new Kept(this.connection, this.live, this.id);
  }

  private draw(): void {
    void this.live.beat.value;
    const range = this.range();
    const [keys, pixels] = [this.keys.value, this.axis.pixels.value];
    if (keys.length === 0 || pixels === 0) return;
    const points = this.past.value?.points(range, pixels, keys) ?? pointsOfRows(this.live.table, keys);
    this.picture.value = { range, points };
  }

  /** The hub's clock; without a hub what was on the screen stays where it is. */
  private now(newest: number): number {
    if (this.connection.phase.value.name !== "live" && newest > 0) return newest;
    if (isLive(this.axis.look.value) && this.isQuiet.value) void seconds.value;
    return this.connection.now();
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

function isThere<T>(one: T | undefined): one is T {
  return one !== undefined;
}
