/** When something will be full if it goes on as it did; nothing where that is not clear. Pure. */

const FEWEST = 12; // points
const CLEAR = 0.8; // R²: so much of what moved is explained by a straight line
const NOTICED = 0.005; // of the whole, over all that was looked at
const FULL = 1;

/**
 * Return when (in the unit of `at`) a share reaches one, along the straight line that fits best; null where it does not
 * rise, does not rise clearly, or would take longer than `within`.
 */
export function fullAt(at: readonly number[], shares: readonly (number | null)[], within: number): number | null {
  const points = at.flatMap((time, index): [number, number][] => {
    const share = shares[index];
    return share === null || share === undefined ? [] : [[time, share]];
  });
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last || points.length < FEWEST) return null;
  const { slope, clear } = lineThrough(points);
  if (slope * (last[0] - first[0]) < NOTICED || clear < CLEAR) return null;
  const left = (FULL - last[1]) / slope;
  return left > 0 && left <= within ? last[0] + left : null;
}

/** Least squares. */
function lineThrough(points: readonly [number, number][]): { slope: number; clear: number } {
  const count = points.length;
  const [meanX, meanY] = [0, 1].map((side) => points.reduce((sum, point) => sum + (point[side] ?? 0), 0) / count) as [number, number];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  return xx === 0 || yy === 0 ? { slope: 0, clear: 0 } : { slope: xy / xx, clear: xy ** 2 / (xx * yy) };
}
