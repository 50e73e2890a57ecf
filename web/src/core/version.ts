/** Which of two versions is newer: 0.9 before 0.10, 1.0rc1 before 1.0. Pure. */

const PART = /\d+|[a-z]+/gi;

/** Return below 0 when `a` is older than `b`, 0 when neither is. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = compareParts(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): string[] {
  return version.toLowerCase().match(PART) ?? [];
}

/** A word (rc1, beta) comes before nothing, which comes before a number; a trailing 0 is nothing. */
function compareParts(a: string | undefined, b: string | undefined): number {
  const [left, right] = [weight(a), weight(b)];
  if (left !== right) return left - right;
  return left < 0 && a !== b ? ((a ?? "") < (b ?? "") ? -1 : 1) : 0;
}

function weight(part: string | undefined): number {
  if (part === undefined) return 0;
  return /^\d/.test(part) ? Number(part) : -1;
}
