/** How much went through in all, of a rate a second. Pure. */

import type { Points } from "./points";
import type { Range } from "./time-range";

/** Return the sum over what was measured in a stretch (ms); null where nothing was. */
export function totalOf({ at, step, columns }: Points, key: string, { from, to }: Range): number | null {
  const mean = columns.get(key)?.mean;
  if (!mean) return null;
  let [sum, count] = [0, 0];
  at.forEach((time, index) => {
    const value = mean[index];
    if (value === null || value === undefined || time * 1_000 < from || time * 1_000 > to) return;
    sum += value * (step / 1_000);
    count += 1;
  });
  return count > 0 ? sum : null;
}
