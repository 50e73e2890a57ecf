/** Stretches of a host's past, fetched as they come into sight. A late answer never replaces a newer one. */

import { signal } from "@preact/signals";
import { HistoryCache, type Answered, type Wanted } from "../core/history-cache";
import { pointsOf, type HistoryAnswer } from "../core/history-answer";
import { aligned, covers, overlaps, widened, type Range } from "../core/time-range";
import type { HistoryQuestion } from "../edge/history-http";
import { ApiError } from "../edge/http";

export type Ask = (question: HistoryQuestion, signal: AbortSignal) => Promise<HistoryAnswer>;

const PAUSE_MS = 120; // between questions while one zooms and pans
const LATE_MS = 1_000; // late rows come in many batches
const AGAIN_MS = 3_000;
const REFUSED_MS = 30_000;
const MARGIN = 0.25; // of the length, at either end

interface Flight extends Range {
  step: number;
  asked: number;
  keys: ReadonlySet<string>;
  abort: AbortController;
}

export class PastAnswers {
  /** The answer to draw: the newest that fits, else the one before. */
  readonly answer = signal<Answered | null>(null);
  readonly state = signal<"still" | "loading" | "failed">("still");
  private readonly cache = new HistoryCache();
  private flight: Flight | null = null;
  private wanted: Wanted | null = null;
  private timer = 0;
  private notBefore = 0;
  private closed = false;

  constructor(private readonly ask: Ask) {}

  /** Say what is looked at now; called as often as one likes. */
  want(wanted: Wanted): void {
    if (this.closed) return;
    this.wanted = wanted;
    const known = this.cache.find(wanted);
    if (known) return this.show(known);
    if (this.flight && serves(this.flight, wanted)) return;
    this.timer ||= window.setTimeout(() => this.depart(), this.pause());
  }

  /** Rows of that time came late: what is known of it is asked for anew. */
  forget(range: Range): void {
    const isUnderWay = this.flight !== null && overlaps(this.flight, range);
    if (!this.cache.forget(range) && !isUnderWay) return;
    this.land();
    this.notBefore = Date.now() + LATE_MS;
  }

  close(): void {
    this.land();
    window.clearTimeout(this.timer);
    this.closed = true;
  }

  /** How long to wait before the next question (ms): never longer than after a refusal, also when the clock was set back. */
  private pause(): number {
    return Math.min(REFUSED_MS, Math.max(0, this.notBefore - Date.now()));
  }

  private show(known: Answered): void {
    this.land();
    this.state.value = "still";
    if (this.answer.peek() !== known) this.answer.value = known;
  }

  private depart(): void {
    this.timer = 0;
    const { wanted } = this;
    if (!wanted || this.cache.find(wanted)) return;
    this.land();
    const flight = flightOf(wanted);
    this.flight = flight;
    this.notBefore = Date.now() + PAUSE_MS;
    this.state.value = "loading";
    const points = Math.round((flight.to - flight.from) / flight.step);
    const question = { from: flight.from, to: flight.to, points, columns: wanted.keys };
    this.ask(question, flight.abort.signal).then(
      (answer) => this.arrive(flight, answer),
      (error: unknown) => this.fail(flight, error),
    );
  }

  private arrive(flight: Flight, answer: HistoryAnswer): void {
    if (this.flight !== flight) return;
    this.flight = null;
    const { from, to, step, asked } = flight;
    const answered = { from, to, step, asked, points: pointsOf(answer, asked) };
    this.cache.add(answered);
    this.state.value = "still";
    this.answer.value = answered;
  }

  private fail(flight: Flight, error: unknown): void {
    if (this.flight !== flight) return;
    this.flight = null;
    this.state.value = "failed";
    const mayPass = error instanceof ApiError && (error.status === 0 || error.status >= 500);
    this.notBefore = Date.now() + (mayPass ? AGAIN_MS : REFUSED_MS);
    if (this.wanted) this.want(this.wanted);
  }

  /** Give up what is under way: nobody waits for it any more. */
  private land(): void {
    this.flight?.abort.abort();
    this.flight = null;
  }
}

/** What is beyond now is not asked for. */
function flightOf({ from, to, step, keys, now }: Wanted): Flight {
  const wide = widened({ from, to }, MARGIN);
  const range = aligned({ from: wide.from, to: Math.max(Math.min(wide.to, now), wide.from + step) }, step);
  return { ...range, step, asked: now, keys: new Set(keys), abort: new AbortController() };
}

function serves(flight: Flight, { from, to, step, keys }: Wanted): boolean {
  const isOfIt = flight.step === step && keys.every((key) => flight.keys.has(key));
  return isOfIt && covers(flight, { from, to: Math.min(to, flight.asked) });
}
