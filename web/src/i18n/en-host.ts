/** English, of what one does with a host's charts and what stands below them; `fr-host.ts` must have every one. */

const many = (n: number, one: string, other: string): string => (n === 1 ? one : other);

export const enHost = {
  // The head
  connectedSince: (moment: string) => `connected since ${moment}`,
  statusSince: (status: string, moment: string) => `${status} since ${moment}`,
  agentVersion: (version: string) => `agent ${version}`,
  fullestDisk: "Fullest disk",
  clockBehind: (span: string) => `clock ${span} behind`,
  clockAhead: (span: string) => `clock ${span} ahead`,
  clockHint: "The wall clock of this machine differs from the hub’s. Its numbers are dated by the hub’s clock all the same.",

  // The time axis
  timeAxis: "Time axis",
  rangeFrom: "From",
  rangeTo: "To",
  rangeNow: "now",
  customRange: "From … to …",
  rangeHint: "Such as 14:30, 2026-05-01 14:30, -2h or now",
  rangeUnread: "This is no time",
  rangeOrder: "The end must be at least ten seconds after the beginning.",
  rangeApply: "Show",
  copyLink: "Copy a link to what is shown",
  linkCopied: "Link copied",
  unpin: "Take this moment away",
  viewMenu: "View: columns and marks",
  chartColumns: "Charts side by side",
  chartColumnsAuto: "As many as fit",

  // Marks
  marks: "Marks on the time axis",
  markFamilies: { status: "Up, late, down", spikes: "Spikes", runs: "Runs", chat: "Messages", people: "Who came and went" },
  markStatus: { up: "The host was up again", late: "The host was late", down: "The host was down" },
  markPeople: { join: (login: string) => `${login} joined`, leave: (login: string) => `${login} left` },
  markChat: (login: string, text: string) => `${login}: ${text}`,
  markRun: (login: string, command: string) => `${login} ran ${command}`,
  markSpike: (what: string) => `Spike: ${what}`,
  marksAround: (n: number, time: string) => `${n} marks around ${time}`,
  marksMore: (n: number) => many(n, "1 more", `${n} more: click to see them`),

  // Charts
  asTable: (what: string) => `${what} as a table`,
  asChart: (what: string) => `${what} as a chart`,
  enlarge: (what: string) => `${what} over the full width`,
  shrink: (what: string) => `${what} small again`,
  moreRows: "Earlier rows",
  lineSummary: (line: string, last: string, least: string, most: string, trend: string) =>
    `${line}: ${last} at the end, between ${least} and ${most}, ${trend}.`,
  trends: { rising: "rising", falling: "falling", steady: "steady" },

  // Comparing
  compare: "Compare",
  compareTime: "With another time, earlier by",
  compareHosts: (most: number) => `With other hosts, up to ${most}`,
  compareHost: "Host",
  compareWithout: (host: string) => `Take ${host} away`,
  compareStop: "Stop comparing",
  compareShow: "Show",
  compareOther: "How much earlier",
  compareUnit: "Unit",
  hoursEarlier: "hours earlier",
  daysEarlier: "days earlier",
  comparedTimes: { hour: "1 hour earlier", day: "1 day earlier", week: "1 week earlier" },
  comparedBefore: (span: string) => `${span} earlier`,
  comparedHosts: (names: string) => `With ${names}`,
  comparedFullest: "Fullest:",
  comparedHottest: "Hottest:",
  beforeColumn: "earlier",

  // Below the charts
  processFilter: "Name, command, user or PID",
  processPause: "Pause",
  processResume: "Resume",
  processCount: (shown: number, all: number) => (shown === all ? many(all, "1 process", `${all} processes`) : `${shown} of ${all} processes`),
  mount: "Mounted at",
  device: "Device",
  free: "Free",
  size: "Size",
  fullBy: "Full by",
  fullHint: "If it goes on filling as it did over the last week",
  fullUnclear: "It does not fill, or not so steadily that one could tell",
  deviceTitles: { interfaces: "Network interfaces", disks: "Disks" },
  deviceCounts: { interfaces: "Packets", disks: "Operations" },
  totals: "Total shown",
  lastMinutes: "Last minutes",
  sensor: "Sensor",
  now: "Now",
  factGroups: { system: "System", hardware: "Hardware", network: "Network", agent: "Agent", hub: "In this hub" },
  copyFact: (name: string) => `Copy: ${name}`,
  copyFacts: "Copy all of this",

  // Actions
  hostGroup: "This host",
  compareWith: (what: string) => `Compare with ${what}`,
  columnsOf: (n: number) => (n === 0 ? "Charts: as many side by side as fit" : many(n, "Charts: one column", `Charts: ${n} columns`)),
  keyCursor: "Move the cursor on a chart",
  keyPan: "Move along the time",
  keyZoom: "Zoom in and out",
  keyEnds: "The beginning, and now",
  keyWho: "Who was busy at the cursor",
  keyLeave: "Leave the large chart, the comparison, the moment, the past",
};
