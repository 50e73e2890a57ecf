/** English. The keys of this object are the strings there are; `fr.ts` must have every one. */

const many = (n: number, one: string, other: string): string => (n === 1 ? one : other);

export const en = {
  // Parts of the page
  fleet: "Fleet",
  room: "Room",
  runs: "Runs",
  skip: "Skip to the content",
  language: "Language",
  theme: "Theme",
  themes: { auto: "System", light: "Light", dark: "Dark", contrast: "High contrast" },
  account: "You",
  choice: (what: string, chosen: string) => `${what}: ${chosen}`,
  loading: "Loading…",

  // Banners
  insecure: "Not encrypted: the network can read all of this.",
  reload: "Reload",
  notLoaded: "This part could not be loaded.",

  // Fleet
  cores: "cores",
  statuses: { up: "up", late: "late", down: "down", expected: "expected" },
  paused: "Paused: two machines have its identity",
  downFor: (span: string) => `Down for ${span}`,
  lateFor: (span: string) => `Late for ${span}`,

  // Host
  back: "All hosts",
  sections: { compute: "CPU and memory", flow: "Network and disks", more: "System" },
  groups: {
    cpu: "CPU",
    memory: "Memory",
    load: "Load",
    network: "Network",
    disk: "Disk activity",
    filesystem: "Filesystems",
    paging: "Swap",
    temperature: "Temperatures",
    processes: "Processes",
  },
  variants: {
    total: "Total",
    modes: "By kind",
    cores: "By core",
    each: "Each",
    used: "Used",
    activity: "Activity",
    all: "All",
  },
  words: {
    total: "total",
    used: "used",
    cached: "cached",
    buffers: "buffers",
    read: "read",
    write: "written",
    receive: "received",
    transmit: "sent",
    in: "in",
    out: "out",
    minute1: "1 min",
    minutes5: "5 min",
    minutes15: "15 min",
    processes: "processes",
  },
  core: (n: string) => `core ${n}`,
  perSecond: (n: string) => `${n}/s`,
  chartsWait: "Waiting for numbers…",
  chartsDown: "Not connected: no numbers yet.",

  // Room
  mentions: (n: number) => many(n, "1 message mentions you", `${n} messages mention you`),
  unread: (n: number) => many(n, "1 unread message", `${n} unread messages`),
  hideRoom: "Hide the room",
  showRoom: "Show the room",
};
