/** How far a reader has come in a state. Pure. A snapshot in pages shows only once it is whole. */

import { Hole } from "./log-replica";
import type { Position, StateFrame, SubOk } from "./messages.gen";

export interface StateChange {
  set: Record<string, unknown>;
  removed: readonly string[];
  /** Everything known before is void; `set` is all there is. */
  reset: boolean;
}

export class StateReplica {
  private epoch = "";
  private rev = 0;
  private pages: Record<string, unknown> | null = null;

  /** Return where to resume, undefined while there is no whole copy. */
  position(): Position | undefined {
    if (this.epoch === "" || this.pages) return undefined;
    return { epoch: this.epoch, number: this.rev };
  }

  /** Take in `sub_ok`. What was known stays on show until the snapshot that replaces it is whole. */
  begin(answer: SubOk): void {
    if (answer.recovered) return;
    this.epoch = answer.epoch;
    this.rev = 0;
    this.pages = {};
  }

  /** Take in changes; null while a snapshot is incomplete. Throws Hole when rev would fall. */
  apply(frame: StateFrame): StateChange | null {
    if (frame.reset) {
      this.pages = {};
      this.epoch = frame.epoch ?? this.epoch;
    } else if (frame.rev < this.rev) {
      throw new Hole(`rev ${frame.rev} after ${this.rev}`);
    }
    this.rev = frame.rev;
    if (this.pages) return this.page(frame, this.pages);
    return { set: frame.set ?? {}, removed: frame.removed ?? [], reset: false };
  }

  private page(frame: StateFrame, pages: Record<string, unknown>): StateChange | null {
    for (const key of frame.removed ?? []) Reflect.deleteProperty(pages, key);
    Object.assign(pages, frame.set);
    if (frame.more) return null;
    this.pages = null;
    return { set: pages, removed: [], reset: true };
  }
}
