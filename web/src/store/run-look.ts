/** How one person looks at a run: what is shown of it, how, and what is searched in it. */

import { computed, effect, signal } from "@preact/signals";
import { countStandings, groupHosts, standingOf, type Group } from "../core/folding";
import { FoundCount } from "../core/found-count";
import type { RunFollow, RunHost } from "./run-follow";

export type Kept = "all" | "running" | "failed";
export type Layout = "tabs" | "side";
export type Shown = "both" | "out" | "err";

/** A wish for the next place that was found, or the one before. */
export interface Step {
  count: number;
  back: boolean;
}

const PAUSE_MS = 150; // while one types

export class RunLook {
  readonly kept = signal<Kept>("all");
  readonly layout = signal<Layout>("tabs");
  readonly folds = signal(true);
  readonly shown = signal<Shown>("both");
  /** What is searched, a moment after it was typed. */
  readonly wanted = signal("");
  readonly step = signal<Step>({ count: 0, back: false });
  /** The host whose group is in front. */
  readonly chosen = signal("");

  readonly counts = computed(() => {
    void this.follow.beat.value;
    return countStandings(this.follow.hosts.value.map((host) => host.part.peek()));
  });
  /** Every group, the largest first. */
  readonly all = computed<readonly Group[]>(() => {
    void this.follow.beat.value;
    const hosts = this.follow.hosts.value.map(({ part, output }) => ({ part: part.peek(), digest: output.digest }));
    return groupHosts(hosts, this.folds.value);
  });
  readonly groups = computed(() => this.all.value.filter(({ standing }) => isKept(standing, this.kept.value)));
  /** What the others are compared with: the largest group that is done, when it is more than one host. */
  readonly usual = computed(() => this.all.value.find(({ standing, parts }) => isOver(standing) && parts.length > 1) ?? null);
  /** The host one looks at: as chosen; else the same as before while it runs, and of the largest group in the end. */
  readonly looked = computed(() => {
    const all = this.groups.value.flatMap(({ parts }) => parts.map(({ host }) => host));
    const { isOver } = this.follow;
    const wishes = [this.chosen.value, ...(isOver ? [] : [this.before])];
    return (this.before = wishes.find((host) => all.includes(host)) ?? this.groups.value[0]?.key ?? "");
  });
  readonly front = computed(() => {
    const host = this.looked.value;
    return this.groups.value.find((group) => holds(group, host)) ?? null;
  });
  /** How often what is searched stands in each group, by its key. */
  readonly found = signal<ReadonlyMap<string, number>>(new Map());
  private before = "";
  private readonly counters = new Map<string, FoundCount>();
  private counted = "";
  private timer = 0;
  private readonly stop: () => void;

  constructor(readonly follow: RunFollow) {
    this.stop = effect(() => {
      const [wanted, groups] = [this.wanted.value, this.all.value];
      this.found.value = wanted ? this.countIn(groups, wanted) : new Map();
    });
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.stop();
  }

  search(text: string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.wanted.value = text), PAUSE_MS);
  }

  turn(back: boolean): void {
    this.step.value = { count: this.step.peek().count + 1, back };
  }

  host(id: string): RunHost | undefined {
    return this.follow.hosts.value.find((host) => host.id === id);
  }

  /** The host that a group shows: the one that is looked at, if it is of it. */
  shownOf(group: Group): RunHost | undefined {
    const looked = this.looked.value;
    return this.host(holds(group, looked) ? looked : group.key);
  }

  private countIn(groups: readonly Group[], wanted: string): Map<string, number> {
    if (this.counted !== wanted) this.counters.clear();
    this.counted = wanted;
    return new Map(groups.map(({ key }) => [key, this.countOf(key, wanted)]));
  }

  private countOf(id: string, wanted: string): number {
    const host = this.host(id);
    const counter = this.counters.get(id) ?? new FoundCount(wanted);
    this.counters.set(id, counter);
    return host ? counter.read(host.output) : 0;
  }
}

function isKept(standing: Group["standing"], kept: Kept): boolean {
  if (kept === "failed") return standing === "failed";
  return kept === "all" || !isOver(standing);
}

function holds({ parts }: Group, id: string): boolean {
  return parts.some(({ host }) => host === id);
}

function isOver(standing: ReturnType<typeof standingOf>): boolean {
  return standing === "done" || standing === "failed";
}
