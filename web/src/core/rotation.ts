/** Turns of a screen: which view is shown, and when the next one comes. Pure; times in ms. */

export interface Rotation {
  /** Which view. */
  at: number;
  /** When its turn began. */
  began: number;
  /** It stays until then; Infinity: until it is let go. */
  held: number;
}

export function started(now: number): Rotation {
  return { at: 0, began: now, held: 0 };
}

/** Go to the view so many places on; its turn begins. */
export function turned(rotation: Rotation, by: number, count: number, now: number): Rotation {
  const at = (((rotation.at + by) % count) + count) % count;
  return { ...rotation, at, began: now };
}

/** Stay with what is shown until a time. */
export function heldUntil(rotation: Rotation, until: number): Rotation {
  return { ...rotation, held: Math.max(rotation.held, until) };
}

/** Go on: the turn of what is shown begins anew. */
export function released(rotation: Rotation, now: number): Rotation {
  return { ...rotation, held: 0, began: now };
}

/** Let time pass; returns the same rotation when nothing changed. */
export function ticked(rotation: Rotation, count: number, length: number, now: number): Rotation {
  if (rotation.held > now) return rotation;
  if (rotation.held > 0) return released(rotation, now);
  return count > 1 && now - rotation.began >= length ? turned(rotation, 1, count, now) : rotation;
}

/** How much of the turn is over, from 0 to 1. */
export function progress(rotation: Rotation, length: number, now: number): number {
  return Math.max(0, Math.min(1, (now - rotation.began) / length));
}

export function isHeld(rotation: Rotation, now: number): boolean {
  return rotation.held > now;
}
