/** English, of choosing what of a fleet is shown. The keys of this object are the strings there are; `fr-display.ts` must have every one. */

const many = (n: number, one: string, other: string): string => (n === 1 ? one : other);

export const enDisplay = {
  // Filter
  optionKinds: { field: "field", label: "label", state: "state", value: "value", host: "host" },
  querySlips: {
    field: (word: string) => `${word}: there is no such number. Try cpu, mem, disk, swap, load, net, rx, tx, uptime, since or cores.`,
    value: (word: string) => `${word}: what follows is missing.`,
    number: (word: string) => `${word}: write a number, such as 80 or 80%.`,
    bytes: (word: string) => `${word}: write a size, such as 500k, 10MB or 2GB.`,
    span: (word: string) => `${word}: write a length of time, such as 30m, 12h or 7d.`,
    state: (word: string) => `${word}: a state is down, late, expected, up or paused.`,
    order: (word: string) => `${word}: texts are compared with : or =, only numbers and versions with > and <.`,
    quote: (word: string) => `${word}: a quotation mark is not closed.`,
  },
  filterHelp: "How to filter",
  filterHelpText: "Words are looked for in names, systems, addresses and labels; every one must be found. Add conditions:",
  filterHelpFields: "Numbers: cpu, mem, disk, swap, load, net, rx, tx, uptime, since, cores. Texts: name, os, address, label, state, version. A comma means or, quotes keep spaces, - means not.",
  filterExamples: [
    "both words somewhere",
    "names by a pattern",
    "the label lab is b12",
    "it is not",
    "down or late",
    "CPU above 80 %",
    "90 % of memory or more",
    "load average above 4",
    "network, both ways together",
    "booted less than a day ago",
    "another version of the agent",
    "a text with a space",
  ],
  savedFilters: "Saved filters",
  savedFiltersNone: "Type a filter, then save it here under a name.",
  savedFilterNew: "Save",
  savedFilterName: "A name for it",
  savedFilterForget: (name: string) => `Forget ${name}`,

  // Display
  display: "Display",
  displayLayout: "Show as",
  layouts: { rows: "Rows", tiles: "Tiles" },
  displaySize: "Size",
  sizes: { normal: "Normal", compact: "Compact", map: "Map" },
  displayColumns: "Columns",
  columnsHint: "Drag a column, or Alt+↑ and Alt+↓, to put it elsewhere.",
  columnsAuto: "As many as fit. Choose, drag, or Alt+↑ and Alt+↓, and they stay as you have them.",
  displayReset: "As it was at first",
  groupBy: "Group by",
  groupByNothing: "Nothing",
  groupByLabel: (name: string) => `Label: ${name}`,
  sortBy: "Sort by",
  sortDown: "From the greatest to the least",
  orderHeld: "The order stands still while you are in the list.",
  mapIdle: "Idle",
  mapBusy: "busy",
  mapFull: "nearly full",

  // Selection
  selected: (n: number) => many(n, "1 machine selected", `${n} machines selected`),
  selectedHidden: (n: number) => many(n, "(1 not shown)", `(${n} not shown)`),
  selectNone: "Select none",
  runOn: (n: number) => many(n, "Run on 1 machine…", `Run on ${n} machines…`),
  selectedOutside: (n: number) => many(n, "1 of them is outside what you may act on.", `${n} of them are outside what you may act on.`),
  selectedTooMany: (most: number) => `At most ${most} at once.`,
  selectedWithin: "Leave those out",
  selectedAway: "None of them is connected.",
  copyNames: "Copy names",

  // Palette
  showTiles: "Show the fleet as tiles",
  showRows: "Show the fleet as rows",
  sortByColumn: (column: string) => `Sort by: ${column}`,
  groupByColumn: (column: string) => `Group by: ${column}`,
  keysFleet: ["Move", "To the ends, by pages", "Open the host", "Select it", "Select on the way", "Select all that are shown", "Select none, then filter nothing"],
};
