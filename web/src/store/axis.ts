/** The time axis all charts of a host share: what part is shown, how wide it is, and where the cursor stands. */

import { signal, type Signal } from "@preact/signals";
import { isLive, LIVE_MS, type Look, type Range } from "../core/time-range";

const REMEMBERED = 50;
const LEAST_MS = 120_000;
const FRESH_MS = 5_000; // a newest row not older than this is the right end of what is live

export class Axis {
  readonly look: Signal<Look>;
  /** The point under the cursor, of those drawn; null: none. */
  readonly cursor = signal<number | null>(null);
  /** How many pixels wide the widest chart is: so many points can be told apart. */
  readonly pixels = signal(0);
  private readonly before: Look[] = [];

  constructor(look: Look = { live: LIVE_MS }) {
    this.look = signal(look);
  }

  /**
   * Return what is shown, in ms: of a young host, whose first row is of `oldest`, less than ten minutes. `newest` is
   * its last row.
   */
  range(now: number, newest: number, oldest: number): Range {
    const look = this.look.value;
    if (!isLive(look)) return look;
    const to = this.liveEnd(now, newest);
    const age = Math.max(LEAST_MS, to - oldest);
    return { from: to - (look.live === LIVE_MS ? Math.min(look.live, age) : look.live), to };
  }

  /** Where what is live ends: at its newest row, unless that is old. */
  liveEnd(now: number, newest: number): number {
    return now - newest < FRESH_MS ? newest : now;
  }

  /** Look at something else; `back` returns. */
  turn(look: Look): void {
    this.begin();
    this.look.value = look;
  }

  /** What is looked at now is what `back` returns to, however often that changes while one drags. */
  begin(): void {
    this.before.push(this.look.peek());
    if (this.before.length > REMEMBERED) this.before.shift();
  }

  /** Return to what one looked at before; in the end to what is live. */
  back(): void {
    this.look.value = this.before.pop() ?? { live: LIVE_MS };
  }

  live(): void {
    this.before.length = 0;
    this.look.value = { live: LIVE_MS };
  }
}
