/** What a fleet's list shows from top to bottom: heads of groups, rows, or lines of tiles. Pure. */

import type { Group } from "./fleet-groups";

export type Item =
  | { kind: "head"; key: string; group: Group; folded: boolean }
  /** One host in rows, several beside each other in tiles. */
  | { kind: "hosts"; key: string; ids: readonly string[] };

/** Return the items of a list without groups. */
export function plainItems(ids: readonly string[], perLine: number): Item[] {
  return linesOf(ids, perLine);
}

export function groupedItems(groups: readonly Group[], folded: ReadonlySet<string>, perLine: number): Item[] {
  return groups.flatMap((group) => {
    const isFolded = folded.has(group.key);
    const head: Item = { kind: "head", key: `group:${group.key}`, group, folded: isFolded };
    return isFolded ? [head] : [head, ...linesOf(group.ids, perLine)];
  });
}

/** Return the hosts that can be walked through, in order: those of folded groups cannot. */
export function walk(items: readonly Item[]): string[] {
  return items.flatMap((item) => (item.kind === "hosts" ? item.ids : []));
}

function linesOf(ids: readonly string[], perLine: number): Item[] {
  const lines: Item[] = [];
  for (let at = 0; at < ids.length; at += perLine) {
    const line = ids.slice(at, at + perLine);
    lines.push({ kind: "hosts", key: line[0] ?? "", ids: line });
  }
  return lines;
}
