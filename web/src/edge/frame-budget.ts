/**
 * The time a frame has for what may as well be drawn a frame later: a screen full of hosts, or the many rows of a fast scroll,
 * fill over a few frames, and none of these is late. A window nobody sees has no frames, and fills when somebody looks.
 */

const STILL_MS = 8;
const SCROLLING_MS = 3; // laying out and painting what was drawn takes three times as long again
const SCROLLED_MS = 150; // one still scrolls
const MOST = 64;

const waiting = new Set<() => void>();
let began = 0; // when the frame's first use of its time was, 0: not yet
let isAsked = false;
let scrolled = -SCROLLED_MS;
let many = 8; // how many of those that wait fit into a frame, as the last ones went

document.addEventListener("scroll", () => (scrolled = performance.now()), { capture: true, passive: true });

/** Whether something may be drawn in this frame still. */
export function isTime(): boolean {
  const now = performance.now();
  if (began === 0) began = now;
  ask();
  return now - began < budget(now);
}

/** Call `act`, which has something drawn, in a frame to come; returns how to give that up. */
export function inTurn(act: () => void): () => void {
  waiting.add(act);
  ask();
  return () => void waiting.delete(act);
}

function budget(now: number): number {
  return now - scrolled < SCROLLED_MS ? SCROLLING_MS : STILL_MS;
}

function ask(): void {
  if (!isAsked) requestAnimationFrame(nextFrame);
  isAsked = true;
}

function nextFrame(now: number): void {
  isAsked = false;
  began = 0;
  const acts = [...waiting].slice(0, many);
  if (acts.length === 0) return;
  ask();
  const start = performance.now();
  for (const act of acts) {
    waiting.delete(act);
    act();
  }
  // What they changed is drawn in a microtask that is before this one.
  queueMicrotask(() => {
    const took = Math.max(performance.now() - start, 0.1);
    many = Math.min(MOST, Math.max(1, Math.floor((acts.length * budget(now)) / took)));
  });
}
