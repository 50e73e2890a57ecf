/** By what a fleet can be sorted. Pure. */

export const SORTS = [
  "status",
  "name",
  "cpu",
  "memory",
  "swap",
  "disk",
  "network",
  "load",
  "uptime",
  "labels",
  "address",
  "system",
  "version",
  "cores",
  "since",
] as const;
export type Sort = (typeof SORTS)[number];

export interface Order {
  by: Sort;
  /** From the greatest to the least; for texts from Z to A. */
  down: boolean;
}

export const BY_STATUS: Order = { by: "status", down: false };

const LIVE: readonly Sort[] = ["cpu", "memory", "swap", "disk", "network", "load", "uptime"];
const TEXTS: readonly Sort[] = ["status", "name", "labels", "address", "system", "version"];

/** Tell whether what it sorts by moves every second. */
export function isLive(by: Sort): boolean {
  return LIVE.includes(by);
}

/** Return the order in which something is looked at first: the greatest number, the text with A. */
export function firstOrder(by: Sort): Order {
  return { by, down: !TEXTS.includes(by) };
}

/** First as one looks at it, then the other way round, then back to the order by status. */
export function turned(order: Order, by: Sort): Order {
  const first = firstOrder(by);
  if (order.by !== by) return first;
  return order.down === first.down && by !== "status" ? { by, down: !first.down } : BY_STATUS;
}

export function readOrder(kept: unknown): Order {
  const one = kept as Partial<Order> | null | undefined;
  const by = SORTS.find((sort) => sort === one?.by);
  return by ? { by, down: one?.down === true } : BY_STATUS;
}
