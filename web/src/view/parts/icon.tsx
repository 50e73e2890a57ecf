/** The page's few pictograms, as strokes in the colour of the text around them. */

const PATHS = {
  bell: "M8 1.8a1 1 0 0 1 1 1v.4c1.9.5 3.2 2.1 3.2 4.2v2.8l1 1.7H2.8l1-1.7V7.4c0-2.1 1.3-3.7 3.2-4.2v-.4a1 1 0 0 1 1-1zM6.7 14h2.6",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3",
  moon: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z",
  auto: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12M8 5h3.5M8 8h5M8 11h3.5",
  chevronLeft: "M10 3 5 8l5 5",
  chevronRight: "m6 3 5 5-5 5",
  chevronDown: "m3 6 5 5 5-5",
  close: "m4 4 8 8M12 4l-8 8",
  people: "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 7.3a2.2 2.2 0 0 0 0-4.3M12.3 9.8c1.4.6 2.2 1.9 2.2 3.7",
  send: "m2.5 8 11-5-4 11-2-4.5z",
  dock: "M2 3h12v10H2zM10 3v10",
  chat: "M2.5 3h11v8h-6L4 13.5V11H2.5z",
  copy: "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
  check: "m3 8.5 3.5 3.5L13 4.5",
  clock: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.5V8l2.5 1.5",
  warning: "M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7v.1",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  save: "M8 2.5v7M5 7l3 3 3-3M3 13.5h10",
  play: "m5 3 8 5-8 5z",
  door: "M9.5 2.5H3.5v11h6M7 8h7M11.5 5.5 14 8l-2.5 2.5",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14",
  down: "M8 3v10M4 9l4 4 4-4",
  up: "M8 13V3M4 7l4-4 4 4",
  lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return <Strokes path={PATHS[name]} size={size} />;
}

/** A pictogram of one piece of the page only. */
export function Strokes({ path, size = 16 }: { path: string; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
