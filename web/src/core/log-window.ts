/** The stretch of a log that is on the screen: without hole, bounded, attached to the newest or not. Pure. */

import type { Entry } from "../wire/messages.gen";

/** Entries of the seqs `from` to `to` that are wanted; `live` when what comes next joins them. */
export interface LogWindow {
  entries: readonly Entry[];
  from: number;
  to: number;
  live: boolean;
}

/** Entries that follow on, as they came of the hub: every one from `from` to `to`. */
export interface Stretch {
  entries: readonly Entry[];
  from: number;
  to: number;
}

export type Wanted = (entry: Entry) => boolean;

/** As many as stay smooth with their days, cards and avatars. */
export const MOST = 500;

/** Show the newest that are here. */
export function newest(tail: Stretch, wanted: Wanted): LogWindow {
  return cutTop({ ...tail, entries: tail.entries.filter(wanted), live: true }, MOST);
}

/** Show a stretch from further back; it is live when the newest that are here join it. */
export function elsewhere(stretch: Stretch, tail: Stretch, wanted: Wanted): LogWindow {
  return joinTail({ ...stretch, entries: stretch.entries.filter(wanted), live: false }, tail, wanted);
}

/** Put what came before on top. What no longer fits goes at the bottom, and with it what comes next. */
export function withOlder(window: LogWindow, older: Stretch, wanted: Wanted): LogWindow {
  if (older.to < window.from - 1) return window;
  const before = older.entries.filter((entry) => entry.seq < window.from && wanted(entry));
  return cutBottom({ ...window, entries: [...before, ...window.entries], from: Math.min(older.from, window.from) }, MOST);
}

/** Put what comes after at the bottom. What no longer fits goes at the top. */
export function withNewer(window: LogWindow, newer: Stretch, tail: Stretch, wanted: Wanted): LogWindow {
  if (newer.from > window.to + 1) return window;
  return cutTop(joinTail(appended(window, newer, wanted), tail, wanted), MOST);
}

/**
 * Take in what has come live since. Who reads at the bottom sees it come, and the oldest go; who reads further up keeps
 * what is before their eyes.
 */
export function grown(window: LogWindow, tail: Stretch, wanted: Wanted, atBottom: boolean): LogWindow {
  if (!window.live || tail.to <= window.to) return window;
  if (tail.from > window.to + 1) return newest(tail, wanted);
  const next = appended(window, tail, wanted);
  return atBottom ? cutTop(next, MOST) : cutBottom(next, 2 * MOST);
}

function joinTail(window: LogWindow, tail: Stretch, wanted: Wanted): LogWindow {
  const joins = tail.from <= window.to + 1;
  return joins ? { ...appended(window, tail, wanted), live: true } : window;
}

function appended(window: LogWindow, { entries, to }: Stretch, wanted: Wanted): LogWindow {
  const after = entries.filter((entry) => entry.seq > window.to && wanted(entry));
  return { ...window, entries: [...window.entries, ...after], to: Math.max(window.to, to) };
}

function cutTop(window: LogWindow, most: number): LogWindow {
  const over = window.entries.length - most;
  const first = window.entries[over];
  return over > 0 && first ? { ...window, entries: window.entries.slice(over), from: first.seq } : window;
}

function cutBottom(window: LogWindow, most: number): LogWindow {
  const last = window.entries[most - 1];
  if (window.entries.length <= most || !last) return window;
  return { ...window, entries: window.entries.slice(0, most), to: last.seq, live: false };
}
