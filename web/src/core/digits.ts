/** How many digits after the point a number needs. Pure. */

const MOST = 2;
const ROUNDING = 1e-6;

/** Return how many digits make every value of an axis read as what it is, when neighbours are `step` apart. */
export function digitsOfStep(step: number): number {
  for (let digits = 0; digits < MOST; digits += 1) {
    const scaled = step * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < ROUNDING) return digits;
  }
  return MOST;
}
