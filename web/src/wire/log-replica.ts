/** How far a reader has come in a log; tells when a frame does not fit. Pure, and keeps no entries. */

import type { Entry, Gap, Position, Reset, SubOk } from "./messages.gen";

/** A frame does not continue what is here: subscribe again from `position`. */
export class Hole extends Error {}

export class LogReplica {
  private epoch = "";
  private last = 0;

  /** Return where to resume, undefined before anything is known. */
  position(): Position | undefined {
    return this.epoch === "" ? undefined : { epoch: this.epoch, number: this.last };
  }

  /** Take in `sub_ok`; true when all that was known must be forgotten. */
  begin(answer: SubOk): boolean {
    const forget = answer.epoch !== this.epoch || answer.after !== this.last;
    this.epoch = answer.epoch;
    this.last = answer.after;
    return forget;
  }

  /** Begin the new history. */
  reset(frame: Reset): void {
    this.epoch = frame.epoch;
    this.last = frame.first - 1;
  }

  /** Note an announced loss. Throws Hole when it does not begin where this replica stands. */
  skip(frame: Gap): void {
    if (frame.from !== this.last + 1) throw new Hole(`gap from ${frame.from} after ${this.last}`);
    this.last = frame.to;
  }

  /** Note entries. Throws Hole when they do not follow on; then none counts. */
  extend(entries: readonly Entry[]): void {
    entries.forEach((entry, index) => {
      const expected = this.last + 1 + index;
      if (entry.seq !== expected) throw new Hole(`entry ${entry.seq} where ${expected} was due`);
    });
    this.last += entries.length;
  }
}
