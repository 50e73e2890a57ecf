/** What the person chose about the page, remembered in this browser. */

import { effect, signal } from "@preact/signals";
import { SORTS, type Order } from "../core/order";
import { lasting } from "../edge/storage";
import { forgetTokens } from "../edge/token";

export type Theme = "auto" | "light" | "dark";

export const theme = signal<Theme>(readTheme(lasting.read("theme")));
/** The theme as it is drawn: canvases follow it. */
export const drawnTheme = signal<"light" | "dark">("light");
export const dockOpen = signal(lasting.read("dock") !== false);
export const order = signal<Order>(readOrder(lasting.read("order")));

/** Put the choices into effect from now on. */
export function applyPreferences(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const system = signal(dark.matches);
  dark.addEventListener("change", (event) => (system.value = event.matches));
  effect(() => {
    const drawn = theme.value === "auto" ? (system.value ? "dark" : "light") : theme.value;
    document.documentElement.dataset["theme"] = drawn;
    forgetTokens();
    drawnTheme.value = drawn;
  });
  effect(() => lasting.write("theme", theme.value === "auto" ? undefined : theme.value));
  effect(() => lasting.write("dock", dockOpen.value ? undefined : false));
  effect(() => lasting.write("order", order.value));
}

function readTheme(kept: unknown): Theme {
  return kept === "light" || kept === "dark" ? kept : "auto";
}

function readOrder(kept: unknown): Order {
  const one = kept as Partial<Order> | null | undefined;
  const by = SORTS.find((sort) => sort === one?.by);
  return by ? { by, down: one?.down === true } : { by: "status", down: false };
}
