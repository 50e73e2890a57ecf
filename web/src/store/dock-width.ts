/** How wide the room beside a view is, remembered in this browser; null: as wide as the style says. */

import { effect, signal } from "@preact/signals";
import { lasting } from "../edge/storage";

export const LEAST_DOCK = 300;

export const dockWidth = signal<number | null>(read(lasting.read("dockWidth")));

/** The view keeps the greater part. */
export function mostDock(): number {
  return Math.max(LEAST_DOCK, Math.round(window.innerWidth * 0.55));
}

/** Draw it as wide as was chosen from now on. */
export function applyDockWidth(): void {
  effect(() => {
    const width = dockWidth.value;
    if (width === null) document.documentElement.style.removeProperty("--dock");
    else document.documentElement.style.setProperty("--dock", `${width}px`);
    lasting.write("dockWidth", width ?? undefined);
  });
}

function read(kept: unknown): number | null {
  return typeof kept === "number" && kept >= LEAST_DOCK && kept < 4_000 ? kept : null;
}
