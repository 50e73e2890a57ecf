/** What a host's charts are compared with: the same host at another time, or other hosts at the same. Pure. */

import type { Group, GroupId, Line, Variant } from "./charts";
import { groupsOf } from "./charts";
import type { Points } from "./points";
import type { Column } from "../wire/messages.gen";
import { DAY, HOUR, SECOND } from "./time-range";

export type Comparison = { before: number } | { hosts: readonly string[] };

/** Beside the host itself: more lines than these are not told apart. */
export const MOST_HOSTS = 3;
export const SHIFTS = [HOUR, DAY, 7 * DAY];
const LONGEST_MS = 20 * 366 * DAY;

export function isTime(comparison: Comparison): comparison is { before: number } {
  return "before" in comparison;
}

/** Read it from the part of an address from the `?` on: `with=` names hosts by identity, `before=` tells seconds. */
export function readComparison(search: string): Comparison | null {
  const query = new URLSearchParams(search);
  const hosts = (query.get("with") ?? "").split(",").filter(Boolean);
  if (hosts.length > 0) return { hosts: [...new Set(hosts)].slice(0, MOST_HOSTS) };
  const before = Number(query.get("before")) * SECOND;
  return before > 0 && before <= LONGEST_MS ? { before } : null;
}

/** Write it as pairs of an address. */
export function writeComparison(comparison: Comparison | null): [string, string][] {
  if (!comparison) return [];
  return [isTime(comparison) ? ["before", String(Math.round(comparison.before / SECOND))] : ["with", comparison.hosts.join()]];
}

/**
 * Return what of a chart is compared. What is stacked cannot be laid over something else: its total is, and of the
 * memory what is used, for all of it is always in use for something. Beside other hosts each has one line. Where that is
 * what another variant shows, it is called as that one is.
 */
export function comparedVariant(group: Group, chosen: Variant, comparison: Comparison): Variant {
  if (isTime(comparison) && !chosen.stacked) return chosen;
  const line = group.id === "memory" || group.id === "load" ? chosen.lines[0] : wholeOf(group, chosen);
  const { unit, top } = chosen;
  const id = group.variants.some((one) => one.id === "total") ? "total" : chosen.id;
  return { id, unit, lines: line ? [line] : [], ...(typeof top === "number" || (top && isTime(comparison)) ? { top } : {}) };
}

/** Return the same line of another host, whose devices have other names. */
export function variantElsewhere(columns: readonly Column[], id: GroupId, variant: Variant, comparison: Comparison): Variant | undefined {
  const group = groupsOf(columns).find((one) => one.id === id);
  const same = group?.variants.find((one) => one.id === variant.id) ?? group?.variants[0];
  return group && same && same.unit === variant.unit ? comparedVariant(group, same, comparison) : undefined;
}

/** Move points along the axis by so many ms. */
export function shifted(points: Points, by: number): Points {
  return { ...points, at: points.at.map((at) => at + by / SECOND) };
}

/** Return the index of the time nearest to a moment, if it is within `within`; both in seconds, the times ascend. */
export function indexAt(at: readonly number[], moment: number, within: number): number | null {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? Infinity) < moment) low = middle + 1;
    else high = middle;
  }
  const away = (index: number): number => Math.abs((at[index] ?? Infinity) - moment);
  const nearest = away(low - 1) <= away(low) ? low - 1 : low;
  return away(nearest) <= within ? nearest : null;
}

const PARTS_OF_A_WHOLE: readonly GroupId[] = ["cpu", "network", "disk", "paging"];
/** Of several the one that matters: the fullest filesystem, the hottest sensor. */
const MOST_OF_ALL: readonly GroupId[] = ["filesystem", "temperature"];

function wholeOf({ id, variants }: Group, chosen: Variant): Line | undefined {
  const known = id === "cpu" ? variants.find((one) => one.id === "total")?.lines[0] : undefined;
  if (known) return known;
  const keys = [...new Set(chosen.lines.flatMap((line) => line.keys))];
  if (MOST_OF_ALL.includes(id)) return { label: { text: "max" }, keys, join: Math.max };
  if (!PARTS_OF_A_WHOLE.includes(id) || chosen.id === "cores" || chosen.lines.length < 2) return chosen.lines[0];
  return { label: { word: "total" }, keys };
}
