/** Compares a host with another time or with other hosts: fetches and follows them, and lays them on its axis. */

import { effect, signal } from "@preact/signals";
import { seriesOf, type Group, type Variant } from "../core/charts";
import { comparedVariant, isTime, shifted, variantElsewhere, type Comparison } from "../core/compare";
import type { Points } from "../core/points";
import { SeriesTable } from "../core/series";
import type { Range } from "../core/time-range";
import type { Connection } from "./connection";
import type { Hosts } from "./hosts";
import type { HostView, Overlay } from "./host-view";
import { LiveRows } from "./live-rows";
import type { Past } from "./past";

/** One thing compared with. */
interface Source {
  overlay(range: Range, pixels: number): Overlay | null;
  close(): void;
}

/** Its code is fetched beside the charts'; the bundler is to keep it in one file of its own. */
type MakePast = (rows: ConstructorParameters<typeof Past>[1], host: string) => Past;

export class Comparing {
  readonly what = signal<Comparison | null>(null);
  /** A signal: what they have to say is laid as it comes, also where the time in sight stands still. */
  private readonly sources = signal<readonly Source[]>([]);
  private readonly stop: () => void;

  constructor(
    private readonly connection: Connection,
    private readonly hosts: Hosts,
    private readonly view: HostView,
  ) {
    this.stop = effect(() => this.lay());
  }

  /** Compare with something; null stops it. */
  choose(what: Comparison | null): void {
    for (const source of this.sources.peek()) source.close();
    const wanted = this.known(what);
    this.sources.value = [];
    if (wanted) void this.begin(wanted);
    this.view.compared.value = wanted && { what: wanted, variant: keeping(wanted) };
    this.view.overlays.value = [];
    this.what.value = wanted;
  }

  close(): void {
    this.choose(null);
    this.stop();
  }

  /** A link may name hosts that are gone. */
  private known(what: Comparison | null): Comparison | null {
    if (!what || isTime(what)) return what;
    const hosts = what.hosts.filter((id) => id !== this.view.id && this.hosts.cells.peek().has(id));
    return hosts.length > 0 ? { hosts } : null;
  }

  private async begin(what: Comparison): Promise<void> {
    const module = await import("./past").catch(() => null);
    if (!module || this.what.peek() !== what) return;
    const make: MakePast = (rows, host) => new module.Past(this.connection, rows, host);
    this.sources.value = this.sourcesOf(what, make);
  }

  private sourcesOf(what: Comparison, make: MakePast): Source[] {
    if (isTime(what)) return [new Earlier(make, this.view, what.before)];
    return what.hosts.map((id) => new Elsewhere(this.connection, make, this.view, id, () => this.hosts.nameOf(id), what));
  }

  private lay(): void {
    const picture = this.view.picture.value;
    if (!this.what.value || !picture) return;
    const pixels = this.view.axis.pixels.value;
    this.view.overlays.value = this.sources.value.map((one) => one.overlay(picture.range, pixels)).filter((one): one is Overlay => one !== null);
  }
}

/** A chart is made anew for another variant: the same must come out for the same. */
function keeping(what: Comparison): (group: Group, chosen: Variant) => Variant {
  const made = new WeakMap<Variant, Variant>();
  return (group, chosen) => {
    const known = made.get(chosen) ?? comparedVariant(group, chosen, what);
    made.set(chosen, known);
    return known;
  };
}

/** The same host, so much earlier. */
class Earlier implements Source {
  private readonly past: Past;
  private laid: { points: Points; moved: Points } | null = null;

  constructor(
    make: MakePast,
    private readonly view: HostView,
    private readonly by: number,
  ) {
    // Rows that come live are of now: an earlier time is the hub's to tell.
    const none = { table: new SeriesTable(), complete: Infinity, onLate: () => () => undefined };
    this.past = make(none, view.id);
  }

  overlay({ from, to }: Range, pixels: number): Overlay | null {
    const keys = seriesOf(this.view.variants.value);
    const points = this.past.points({ from: from - this.by, to: to - this.by }, pixels, keys);
    if (this.laid?.points !== points) this.laid = { points, moved: shifted(points, this.by) };
    return { id: this.view.id, name: "", isPast: true, points: this.laid.moved, variant: (_group, beside) => beside };
  }

  close(): void {
    this.past.close();
  }
}

/** Another host at the same time. */
class Elsewhere implements Source {
  private readonly live: LiveRows;
  private readonly past: Past;

  constructor(
    connection: Connection,
    make: MakePast,
    private readonly view: HostView,
    private readonly id: string,
    private readonly name: () => string,
    private readonly what: Comparison,
  ) {
    this.live = new LiveRows(connection, id);
    this.past = make(this.live, id);
  }

  overlay(range: Range, pixels: number): Overlay | null {
    void this.live.beat.value;
    const columns = this.past.columns(this.live.columns.value, this.view.axis.look.value);
    const variants = this.view.groups.value.flatMap((group) => {
      const beside = this.view.variantOf(group);
      const found = beside && variantElsewhere(columns, group.id, beside, this.what);
      return found ? [{ id: group.id, found }] : [];
    });
    const keys = seriesOf(variants.map(({ found }) => found));
    if (keys.length === 0) return null;
    const points = this.past.points(range, pixels, keys);
    return { id: this.id, name: this.name(), isPast: false, points, variant: (group) => variants.find(({ id }) => id === group)?.found };
  }

  close(): void {
    this.past.close();
    this.live.close();
  }
}
