/** What is open of the page's tools, and whether single keys act. */

import { effect, signal } from "@preact/signals";
import { lasting } from "../edge/storage";

/** What the palette began with, null while it is closed. */
export const palette = signal<string | null>(null);
export const helpOpen = signal(false);
/** The dialog in which links for screens are made. */
export const screensOpen = signal(false);
/** Whether keys that are characters alone do anything (WCAG 2.1.4). */
export const singleKeys = signal(lasting.read("keys") !== false);

effect(() => lasting.write("keys", singleKeys.value ? undefined : false));
