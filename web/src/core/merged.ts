/** A state with a change of it. Pure. */

import type { StateChange } from "../wire/state-replica";

/** Return a map with what changed in it; `read` makes of a value what is kept. */
export function merged<T>(before: ReadonlyMap<string, T>, change: StateChange, read: (value: unknown) => T): ReadonlyMap<string, T> {
  const next = new Map(change.reset ? [] : before);
  for (const [key, value] of Object.entries(change.set)) next.set(key, read(value));
  for (const key of change.removed) next.delete(key);
  return next;
}
