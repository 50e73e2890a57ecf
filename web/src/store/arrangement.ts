/** How the person wants a host's charts arranged, remembered in this browser. */

import { signal, type Signal } from "@preact/signals";
import type { SectionId } from "../core/sections";
import { lasting } from "../edge/storage";

/** How many charts stand side by side; 0: as many as there is room for. */
export const columns = signal(readColumns(lasting.read("host.columns")));
export const folded = signal<readonly SectionId[]>(readList(lasting.read("host.folded")) as SectionId[]);

export function fold(id: SectionId): void {
  toggle(folded, "host.folded", id);
}

/** Put a word into a remembered list, or take it out. */
export function toggle<T>(list: Signal<readonly T[]>, name: string, word: T): void {
  const before = list.peek();
  list.value = before.includes(word) ? before.filter((one) => one !== word) : [...before, word];
  lasting.write(name, list.value.length > 0 ? list.value : undefined);
}

export function readList(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : [];
}

function readColumns(kept: unknown): number {
  return kept === 1 || kept === 2 || kept === 3 ? kept : 0;
}
