/** Pictograms of what is fetched apart, which waits for them. */

export const MORE_ICONS = {
  chevronRight: "m6 3 5 5-5 5",
  close: "m4 4 8 8M12 4l-8 8",
  people: "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 7.3a2.2 2.2 0 0 0 0-4.3M12.3 9.8c1.4.6 2.2 1.9 2.2 3.7",
  person: "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 14c.3-2.6 2.4-4.2 5.2-4.2s4.9 1.6 5.2 4.2",
  send: "m2.5 8 11-5-4 11-2-4.5z",
  chat: "M2.5 3h11v8h-6L4 13.5V11H2.5z",
  copy: "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
  check: "m3 8.5 3.5 3.5L13 4.5",
  warning: "M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7v.1",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  save: "M8 2.5v7M5 7l3 3 3-3M3 13.5h10",
  door: "M9.5 2.5H3.5v11h6M7 8h7M11.5 5.5 14 8l-2.5 2.5",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14",
  down: "M8 3v10M4 9l4 4 4-4",
  up: "M8 13V3M4 7l4-4 4 4",
} as const;

export type MoreIcon = keyof typeof MORE_ICONS;
