/** The page's icons, as strokes in the colour of the text around them. Most are fetched apart. */

import { FIRST_ICONS, type FirstIcon } from "./first-icons";
import type { MoreIcon } from "./more-icons";

export type IconName = FirstIcon | MoreIcon;

const paths: Record<string, string> = { ...FIRST_ICONS };

/** Let those be drawn too. */
export function learnIcons(more: Record<string, string>): void {
  Object.assign(paths, more);
}

/** `size`: 14 beside small text, 16 as a rule, 20 where it stands alone. A stroke is as wide in each: see page.css. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class={name.endsWith("Full") ? "icon full" : "icon"} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name] ?? ""} />
    </svg>
  );
}
