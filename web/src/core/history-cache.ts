/** The last few answers about a host's past, so that zooming back costs nothing. Pure. */

import type { Points } from "./points";
import { covers, overlaps, type Range } from "./time-range";

export interface Answered extends Range {
  step: number;
  /** When it was asked for (ms, the hub's clock): what lies later is not in it. */
  asked: number;
  points: Points;
}

/** What is to be shown, and from when on live rows show it. */
export interface Wanted extends Range {
  step: number;
  keys: readonly string[];
  /** Every row since then has come live (ms); Infinity when none has. */
  complete: number;
  /** Of the host's rows (ms). */
  interval: number;
  now: number;
}

const KEPT = 12;
const SETTLED_MS = 10_000; // what is older than this has come, or comes as late rows
const SPLIT_AGAIN_MS = 30_000;

export class HistoryCache {
  private answers: Answered[] = [];

  add(answer: Answered): void {
    this.answers = [answer, ...this.answers].slice(0, KEPT);
  }

  /** Return the newest answer that shows what is wanted, undefined when it must be asked for. */
  find(wanted: Wanted): Answered | undefined {
    return this.answers.find((answer) => answers(answer, wanted));
  }

  /** Rows came late: what was known of their time is no longer all there is. Returns whether anything was. */
  forget(range: Range): boolean {
    const before = this.answers.length;
    this.answers = this.answers.filter((answer) => !overlaps(answer, range));
    return this.answers.length < before;
  }
}

export function answers(answer: Answered, wanted: Wanted): boolean {
  if (answer.step !== wanted.step || wanted.keys.some((key) => !answer.points.columns.has(key))) return false;
  return isFresh(answer, wanted) && covers(answer, { from: wanted.from, to: Math.min(wanted.to, answer.asked) });
}

/**
 * What came to the hub after the question must have come live. The bucket between, of which the hub told one part and
 * live rows the other, is asked for again from time to time.
 */
function isFresh({ asked, points: { step } }: Answered, { to, complete, now, interval }: Wanted): boolean {
  if (to <= asked - SETTLED_MS) return true;
  if (complete === Infinity) return true; // the first row that comes live moves it
  if (complete > asked) return false;
  const isSplit = step > 1.5 * interval && Math.floor(complete / step) === Math.floor(asked / step);
  return !isSplit || now - asked < Math.min(step, Math.max(SPLIT_AGAIN_MS, step / 10));
}
