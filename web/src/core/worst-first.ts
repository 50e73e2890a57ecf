/** Hosts in the order in which somebody should look at them. Pure. */

import type { HostLine } from "./fleet";

const RANKS: Record<string, number> = { up: 2, late: 1, expected: 3 };
const FULL = 0.9; // from here on a share is a matter of concern

/** Return those that are down, late, nearly full, then by how busy they are; of equals by name. */
export function worstFirst(lines: readonly HostLine[]): HostLine[] {
  return [...lines].sort((a, b) => rank(a) - rank(b) || load(b) - load(a) || a.host.name.localeCompare(b.host.name, undefined, { numeric: true }));
}

function rank({ host }: HostLine): number {
  return RANKS[host.status] ?? 0;
}

/** In steps of a tenth: tiles that changed their places with every number could not be read. */
function load({ now }: HostLine): number {
  const fullest = Math.max(now?.memory ?? 0, now?.disk ?? 0);
  return Math.floor(Math.max(now?.cpu ?? 0, fullest >= FULL ? fullest : 0) * 10);
}
