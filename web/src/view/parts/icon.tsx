/** The page's few pictograms, as strokes in the colour of the text around them. */

const PATHS = {
  bell: "M8 1.8a1 1 0 0 1 1 1v.4c1.900.5 3.200 2.100 3.200 4.200v2.800l1 1.700H2.800l1-1.700V7.400c0-2.100 1.300-3.700 3.200-4.200v-.4a1 1 0 0 1 1-1zM6.700 14h2.600",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1.100 1.100M11.900 11.900 13 13M3 13l1.100-1.100M11.900 4.100 13 3",
  moon: "M13.500 9.800A6 6 0 0 1 6.200 2.500a6 6 0 1 0 7.300 7.300z",
  auto: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12M8 5h3.500M8 8h5M8 11h3.500",
  chevronLeft: "M10 3 5 8l5 5",
  chevronRight: "m6 3 5 5-5 5",
  chevronDown: "m3 6 5 5 5-5",
  close: "m4 4 8 8M12 4l-8 8",
  people: "M6 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM1.500 13.500c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4M11 7.300a2.200 2.200 0 0 0 0-4.300M12.300 9.800c1.400.6 2.200 1.900 2.200 3.700",
  send: "m2.500 8 11-5-4 11-2-4.500z",
  dock: "M2 3h12v10H2zM10 3v10",
  chat: "M2.500 3h11v8h-6L4 13.500V11H2.500z",
  copy: "M5.500 5.500h7v8h-7zM3.500 10.500v-8h7",
  check: "m3 8.500 3.500 3.500L13 4.500",
  clock: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.500V8l2.500 1.500",
  warning: "M8 2 1.500 13.500h13zM8 6.500v3.200M8 11.700v.1",
  plus: "M8 3v10M3 8h10",
  play: "m5 3 8 5-8 5z",
  door: "M9.500 2.500H3.500v11h6M7 8h7M11.500 5.500 14 8l-2.500 2.500",
  search: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM10.300 10.300 14 14",
  down: "M8 3v10M4 9l4 4 4-4",
  up: "M8 13V3M4 7l4-4 4 4",
  lock: "M4 7h8v6.500H4zM5.500 7V5a2.500 2.500 0 0 1 5 0v2",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
