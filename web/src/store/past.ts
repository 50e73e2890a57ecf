/** What the hub keeps of one host, and how it joins what comes live. Its code is fetched beside the charts'. */

import { effect, signal } from "@preact/signals";
import { joined } from "../core/join";
import type { Points } from "../core/points";
import { columnOf, seriesName } from "../core/series-name";
import { HOUR, isLive, lengthOf, overlaps, stepFor, type Look, type Range } from "../core/time-range";
import { fetchHistory, fetchHoldings, type Holdings } from "../edge/history-http";
import type { Column } from "../wire/messages.gen";
import type { Connection } from "./connection";
import type { LiveRows } from "./live-rows";
import { PastAnswers } from "./past-answers";

/** What there is besides: rows that come live, or none. */
export type Rows = Pick<LiveRows, "table" | "complete" | "onLate">;

export class Past {
  readonly answers: PastAnswers;
  /** What there is in all; null before that is known. */
  readonly holdings = signal<Holdings | null>(null);
  private readonly stops: (() => void)[];

  constructor(
    private readonly connection: Connection,
    private readonly live: Rows,
    private readonly host: string,
  ) {
    this.answers = new PastAnswers((question, abort) => fetchHistory(host, question, abort));
    this.stops = [
      live.onLate((range) => this.answers.forget(range)),
      // At once, and again after every absence of the hub.
      effect(() => {
        if (connection.phase.value.name === "live" || this.holdings.peek() === null) this.look();
      }),
    ];
  }

  /** When the first row is of that is kept (ms); 0 before that is known. */
  get oldest(): number {
    const firsts = this.holdings.value?.columns.map(({ first }) => first) ?? [];
    return firsts.length > 0 ? Math.min(...firsts) : 0;
  }

  /** What the host measures, and what it measured in the time that is shown; held times are true to the hour. */
  columns(live: readonly Column[], look: Look): Column[] {
    const known = new Set(live.map(seriesName));
    const held = this.holdings.value?.columns ?? [];
    const newest = Math.max(0, ...held.map(({ last }) => last));
    const range = isLive(look) ? { from: newest - look.live, to: Infinity } : look;
    const others = held.filter(
      ({ name, first, last }) => !known.has(name) && last + HOUR >= range.from && first - HOUR <= range.to,
    );
    return [...live, ...others.map(({ name, unit }) => columnOf(name, unit))];
  }

  /** Return what is known of a stretch, at most so many points wide; what is not known yet is asked for. */
  points(range: Range, pixels: number, keys: readonly string[]): Points {
    const { table, complete } = this.live;
    const [interval, now] = [table.interval * 1_000, this.connection.now()];
    this.answers.want({ ...range, step: stepFor(lengthOf(range), pixels), keys, complete, interval, now });
    const answer = this.answers.answer.value;
    if (!answer || !overlaps(answer, range)) return joined(null, table, keys, complete);
    if (range.to <= Math.min(answer.to, answer.asked)) return answer.points;
    return joined(answer.points, table, keys, complete);
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.answers.close();
  }

  private look(): void {
    void fetchHoldings(this.host).then(
      (holdings) => (this.holdings.value = holdings),
      () => undefined, // live columns are all there are then; it is asked for again after the next absence
    );
  }
}
