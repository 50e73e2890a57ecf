/** What a run's card in the room shows of its hosts. Pure. */

import { standingOf } from "./folding";
import { succeeded, type HostPart } from "./run-part";

const MOST = 3;

export interface CardParts {
  shown: HostPart[];
  /** How many hosts are not shown. */
  more: number;
}

/** A few hosts are all shown. Of many, first those that failed; those that are done as asked only fill what is left. */
export function cardParts(parts: readonly HostPart[], over: boolean): CardParts {
  if (parts.length <= 1) return { shown: [...parts], more: 0 };
  const rank = (part: HostPart): number => RANKS.indexOf(standingOf(part));
  const worth = parts.filter((part) => !over || !succeeded(part)); // done: folded, but for what went wrong
  const shown = [...worth].sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
  return { shown, more: parts.length - shown.length };
}

const RANKS = ["failed", "running", "done", "waiting"];
