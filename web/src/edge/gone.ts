/** Tells when another page of this browser is gone. */

import { tabbed } from "./storage";

const PATIENCE_MS = 60_000;
const TAB = "page";

export interface Pages {
  /** Call `then` once the page `owner` is gone; what it said last was at `last` (ms). */
  whenGone(owner: string, last: number, then: () => Promise<void>): void;
  close(): void;
}

/** Be here as the page `me`, for others to see. */
export function beHere(me: string): Pages {
  // Browsers offer locks to encrypted pages, and to those of this machine.
  return "locks" in navigator ? withLocks(me) : withoutLocks(me);
}

/** A page holds a lock as long as it lives, however it ends; who waits for it gets it then. */
function withLocks(me: string): Pages {
  const over = new AbortController();
  let leave: () => void = () => undefined;
  const stay = new Promise<void>((resolve) => (leave = resolve));
  void navigator.locks.request(lockOf(me), () => stay).catch(() => undefined);
  return {
    whenGone(owner, _last, then) {
      navigator.locks.request(lockOf(owner), { signal: over.signal }, then).catch(() => undefined);
    },
    close() {
      over.abort();
      leave();
    },
  };
}

/**
 * Only the page this tab held before is surely gone. Of others it is a guess after a while: when it is wrong, what
 * they said goes out twice under one identity, which counts once.
 */
function withoutLocks(me: string): Pages {
  const before = tabbed.read(TAB);
  tabbed.write(TAB, me);
  const timers: number[] = [];
  return {
    whenGone(owner, last, then) {
      const wait = owner === before ? 0 : Math.max(0, last + PATIENCE_MS - Date.now());
      timers.push(window.setTimeout(() => void then().catch(() => undefined), wait));
    },
    close() {
      timers.forEach((timer) => window.clearTimeout(timer));
    },
  };
}

function lockOf(page: string): string {
  return `tocsin.page.${page}`;
}
