/** What was chosen in the palette lately: it comes first the next time. */

import { signal } from "@preact/signals";
import { remembered } from "../core/palette";
import { lasting } from "../edge/storage";

export const recent = signal<readonly string[]>(read(lasting.read("recent")));

export function remember(id: string): void {
  recent.value = remembered(recent.peek(), id);
  lasting.write("recent", recent.value);
}

function read(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string") : [];
}
