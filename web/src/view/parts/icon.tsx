/** The page's few pictograms, as strokes in the colour of the text around them. Most are fetched apart. */

import type { MoreIcon } from "./more-icons";

/** What is drawn first. */
const FIRST = {
  bell: "M8 1.8a1 1 0 0 1 1 1v.4c1.9.5 3.2 2.1 3.2 4.2v2.8l1 1.7H2.8l1-1.7V7.4c0-2.1 1.3-3.7 3.2-4.2v-.4a1 1 0 0 1 1-1zM6.7 14h2.6",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3",
  moon: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z",
  auto: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12M8 5h3.5M8 8h5M8 11h3.5",
  chevronLeft: "M10 3 5 8l5 5",
  chevronDown: "m3 6 5 5 5-5",
  dock: "M2 3h12v10H2zM10 3v10",
  clock: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.5V8l2.5 1.5",
  play: "m5 3 8 5-8 5z",
  lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
} as const;

export type IconName = keyof typeof FIRST | MoreIcon;

const paths: Record<string, string> = { ...FIRST };

/** Let those be drawn too. */
export function learnIcons(more: Record<string, string>): void {
  Object.assign(paths, more);
}

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return <Strokes path={paths[name] ?? ""} size={size} />;
}

/** A pictogram of one piece of the page only. */
export function Strokes({ path, size = 16 }: { path: string; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
