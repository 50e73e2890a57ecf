/** What a line of a chart comes to, for those who do not see it. Pure. */

import type { Band } from "./points";

export type Trend = "rising" | "falling" | "steady";

export interface Summary {
  least: number;
  most: number;
  last: number;
  trend: Trend;
}

const NOTICED = 0.1; // of the greatest there was: less is no trend
const PART = 4; // the first and the last quarter are compared: single spikes are no trend

/** Sum up the points from one to another, both included; null where nothing was measured. */
export function summaryOf({ mean, low, high }: Band, from: number, to: number): Summary | null {
  const measured: number[] = [];
  let [least, most] = [Infinity, -Infinity];
  for (let index = from; index <= to; index += 1) {
    const value = mean[index];
    if (value === null || value === undefined) continue;
    measured.push(value);
    least = Math.min(least, low?.[index] ?? value);
    most = Math.max(most, high?.[index] ?? value);
  }
  const last = measured[measured.length - 1];
  if (last === undefined) return null;
  return { least, most, last, trend: trendOf(measured, most) };
}

function trendOf(values: readonly number[], most: number): Trend {
  const size = Math.ceil(values.length / PART);
  const change = meanOf(values.slice(-size)) - meanOf(values.slice(0, size));
  if (Math.abs(change) <= NOTICED * most) return "steady";
  return change > 0 ? "rising" : "falling";
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
