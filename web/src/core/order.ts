/** By what a fleet can be sorted. Pure. */

export const SORTS = ["status", "name", "cpu", "memory", "disk", "network", "load", "uptime"] as const;
export type Sort = (typeof SORTS)[number];

export interface Order {
  by: Sort;
  /** From the greatest to the least; for names from Z to A. */
  down: boolean;
}
