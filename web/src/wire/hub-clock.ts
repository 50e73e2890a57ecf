/**
 * How the hub's clock stands to this machine's, and how late what it says arrives: from its answers to `time`. The
 * answer that was fastest tells best; a clock that was set shows as an answer no delay explains. Pure.
 */

/** How much less a known offset is worth with each later answer (ms): clocks drift. */
const AGEING_MS = 1;

export class HubClock {
  /** Milliseconds the hub's clock is ahead of this machine's. */
  offset = 0;
  /** How far off that may be (ms): half the way there and back. */
  private error = Infinity;

  /** Take the time a welcome was made at: better than nothing. Returns how late it came (ms), as far as is known. */
  greeted(at: number, now: number): number {
    if (this.error === Infinity) this.offset = at - now;
    return this.late(at, now);
  }

  /** Take an answer made `at` the hub's clock to what was `sent` at this one's; returns how late it came (ms). */
  answered(sent: number, at: number, now: number): number {
    const error = (now - sent) / 2;
    const offset = at - (now + sent) / 2;
    this.error += AGEING_MS;
    const wasSet = Math.abs(offset - this.offset) > Math.abs(error) + this.error;
    if (error >= 0 && (error <= this.error || wasSet)) {
      this.offset = offset;
      this.error = error;
    }
    return this.late(at, now);
  }

  private late(at: number, now: number): number {
    return Math.max(0, now + this.offset - at);
  }
}
