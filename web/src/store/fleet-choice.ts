/** How the person wants the fleet: remembered in this browser, and what of it one may share in the address too. */

import { effect, signal, type Signal } from "@preact/signals";
import { readColumns, type Column } from "../core/fleet-columns";
import { readGrouping, type Grouping } from "../core/fleet-groups";
import { readOrder, type Order } from "../core/order";
import { lasting } from "../edge/storage";

export const LAYOUTS = ["rows", "tiles"] as const;
export type Layout = (typeof LAYOUTS)[number];
/** Of tiles: with sparklines, with bars, or as a map of small squares. */
export const SIZES = ["normal", "compact", "map"] as const;
export type Size = (typeof SIZES)[number];

/** A name for a query. */
export interface SavedFilter {
  name: string;
  query: string;
}

const MOST_SAVED = 50;

function remembered<T>(name: string, read: (kept: unknown) => T): Signal<T> {
  const chosen = signal(read(lasting.read(name)));
  let first = true;
  effect(() => {
    const value = chosen.value;
    if (!first) lasting.write(name, value ?? undefined);
    first = false;
  });
  return chosen;
}

const oneOf =
  <T extends string>(all: readonly T[], usual: T) =>
  (kept: unknown): T =>
    all.find((one) => one === kept) ?? usual;

export const readLayout = oneOf(LAYOUTS, "rows");
export const order = remembered<Order>("order", readOrder);
export const layout = remembered<Layout>("fleet-layout", readLayout);
export const size = remembered<Size>("fleet-size", oneOf(SIZES, "normal"));
export const grouping = remembered<Grouping>("fleet-group", readGrouping);
/** Null: as many as fit. */
export const columns = remembered<readonly Column[] | null>("fleet-columns", readColumns);
export const savedFilters = remembered<readonly SavedFilter[]>("fleet-filters", readSaved);

function readSaved(kept: unknown): readonly SavedFilter[] {
  if (!Array.isArray(kept)) return [];
  return (kept as (Partial<SavedFilter> | null)[])
    .filter((one): one is SavedFilter => typeof one?.name === "string" && typeof one.query === "string" && one.name !== "")
    .slice(0, MOST_SAVED);
}

/** Keep a query under a name; another of that name goes. */
export function saveFilter(name: string, query: string): void {
  const others = savedFilters.peek().filter((one) => one.name !== name);
  savedFilters.value = [...others, { name, query }].slice(-MOST_SAVED);
}

export function forgetFilter(name: string): void {
  savedFilters.value = savedFilters.peek().filter((one) => one.name !== name);
}
