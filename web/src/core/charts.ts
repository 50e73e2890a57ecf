/** Which charts a host's columns make, and of which columns each line is the sum. Pure. */

import type { Column } from "../wire/messages.gen";
import { seriesName } from "./series-name";

export type Unit = "share" | "bytes" | "byteRate" | "opRate" | "celsius" | "number";

/** A word of the catalogue, or text as the machine gave it. */
export type Label = { word: Word } | { text: string };
export type Word = (typeof WORDS)[number];
export const WORDS = [
  "total", "used", "cached", "buffers", "read", "write", "receive", "transmit", "in", "out",
  "minute1", "minutes5", "minutes15", "processes",
] as const; // prettier-ignore

export interface Line {
  label: Label;
  keys: string[];
  /** How two of its columns make one number; without it their sum. */
  join?: (a: number, b: number) => number;
}

export interface Variant {
  id: VariantId;
  unit: Unit;
  lines: Line[];
  stacked?: true;
  /** The axis ends here: a number, or the newest value of a column. */
  top?: number | { key: string };
}

export type VariantId = "total" | "modes" | "cores" | "each" | "used" | "activity" | "all";
export const GROUPS = [
  "cpu", "memory", "load", "network", "disk", "filesystem", "paging", "temperature", "processes",
] as const; // prettier-ignore
export type GroupId = (typeof GROUPS)[number];

export interface Group {
  id: GroupId;
  variants: Variant[];
}

const MODES = ["user", "system", "nice", "iowait", "interrupt", "irq", "softirq", "steal", "guest"];
const MEMORY: Word[] = ["used", "cached", "buffers"];

/** Return the series some variants are drawn of, each once. */
export function seriesOf(variants: readonly Variant[], withTops = true): string[] {
  const lines = variants.flatMap((variant) => variant.lines.flatMap(({ keys }) => keys));
  const tops = variants.flatMap(({ top }) => (withTops && typeof top === "object" ? [top.key] : []));
  return [...new Set([...lines, ...tops])];
}

/** Return a chart group for everything the columns hold; what is missing makes no chart. */
export function groupsOf(columns: readonly Column[]): Group[] {
  const makers: Record<GroupId, (columns: readonly Column[]) => (Variant | null)[]> = {
    cpu,
    memory,
    load,
    network: (all) => flows(all, "system.network.io", "network.interface.name", ["receive", "transmit"]),
    disk: (all) => flows(all, "system.disk.io", "system.device", ["read", "write"]),
    filesystem,
    paging,
    temperature,
    processes: (all) => [one("all", "number", [line({ word: "processes" }, named(all, "system.process.count"))])],
  };
  return GROUPS.map((id) => ({ id, variants: makers[id](columns).filter(drawn) })).filter(
    (group) => group.variants.length > 0,
  );
}

function cpu(columns: readonly Column[]): (Variant | null)[] {
  const all = named(columns, "system.cpu.utilization");
  const modes = MODES.map((mode) => line({ text: mode }, all.filter((c) => isOnly(c, "cpu.mode", mode))));
  const cores = unique(all, "cpu.logical_number")
    .sort((a, b) => Number(a) - Number(b))
    .map((core) => line({ text: core }, all.filter((c) => isOnly(c, "cpu.logical_number", core))));
  const total = line({ word: "total" }, all.filter((c) => Object.keys(c.attributes ?? {}).length === 0));
  return [
    one("modes", "share", modes, { stacked: true, top: 1 }),
    one("total", "share", [total], { top: 1 }),
    one("cores", "share", cores, { top: 1 }),
  ];
}

function memory(columns: readonly Column[]): (Variant | null)[] {
  const usage = named(columns, "system.memory.usage");
  const lines = MEMORY.map((word) => line({ word }, usage.filter((c) => isOnly(c, "system.memory.state", word))));
  const limit = named(columns, "system.memory.limit")[0];
  const share = line({ word: "used" }, named(columns, "system.memory.utilization"));
  return [
    one("all", "bytes", lines, { stacked: true, ...(limit ? { top: { key: seriesName(limit) } } : {}) }),
    lines.some((each) => each.keys.length > 0) ? null : one("used", "share", [share], { top: 1 }),
  ];
}

function load(columns: readonly Column[]): (Variant | null)[] {
  const average = (span: string): Column[] => named(columns, `system.cpu.load_average.${span}`);
  const lines = [
    line({ word: "minute1" }, average("1m")),
    line({ word: "minutes5" }, average("5m")),
    line({ word: "minutes15" }, average("15m")),
  ];
  return [one("all", "number", lines)];
}

/** Two directions: over everything, and for each device. */
function flows(columns: readonly Column[], name: string, device: string, ways: [Word, Word]): (Variant | null)[] {
  const all = named(columns, name);
  const going = (way: Word): Column[] => all.filter((c) => Object.values(c.attributes ?? {}).includes(way));
  const total = ways.map((word) => line({ word }, going(word)));
  const devices = unique(all, device);
  const each = devices.flatMap((one) =>
    ways.map((way) => line({ text: `${one} ${way === "read" || way === "receive" ? "\u2193" : "\u2191"}` },
      going(way).filter((c) => c.attributes?.[device] === one))),
  ); // prettier-ignore
  return [one("total", "byteRate", total), devices.length > 1 ? one("each", "byteRate", each) : null];
}

function filesystem(columns: readonly Column[]): (Variant | null)[] {
  const all = named(columns, "system.filesystem.utilization");
  const lines = unique(all, "system.filesystem.mountpoint").map((mount) =>
    line({ text: mount }, all.filter((c) => c.attributes?.["system.filesystem.mountpoint"] === mount).slice(0, 1)),
  );
  return [one("all", "share", lines, { top: 1 })];
}

function paging(columns: readonly Column[]): (Variant | null)[] {
  const share = named(columns, "system.paging.utilization").filter((c) => !isOtherState(c));
  const usage = named(columns, "system.paging.usage").filter((c) => !isOtherState(c));
  const operations = named(columns, "system.paging.operations");
  const going = (way: "in" | "out"): Line =>
    line({ word: way }, operations.filter((c) => c.attributes?.["system.paging.direction"] === way));
  return [
    share.length > 0
      ? one("used", "share", [line({ word: "used" }, share.slice(0, 1))], { top: 1 })
      : one("used", "bytes", [line({ word: "used" }, usage.slice(0, 1))]),
    one("activity", "opRate", [going("in"), going("out")]),
  ];
}

function temperature(columns: readonly Column[]): (Variant | null)[] {
  const all = named(columns, "hw.temperature");
  return [one("all", "celsius", all.map((c) => line({ text: c.attributes?.["hw.name"] ?? "" }, [c])))];
}

function one(id: VariantId, unit: Unit, lines: Line[], rest: Partial<Variant> = {}): Variant {
  return { id, unit, lines: lines.filter((each) => each.keys.length > 0), ...rest };
}

function line(label: Label, columns: readonly Column[]): Line {
  return { label, keys: columns.map(seriesName) };
}

function drawn(variant: Variant | null): variant is Variant {
  return variant !== null && variant.lines.length > 0;
}

function named(columns: readonly Column[], name: string): Column[] {
  return columns.filter((column) => column.name === name);
}

function isOnly(column: Column, attribute: string, value: string): boolean {
  const attributes = column.attributes ?? {};
  return attributes[attribute] === value && Object.keys(attributes).length === 1;
}

/** Of paging, `used` and columns without a state are use; `free` is not. */
function isOtherState(column: Column): boolean {
  const state = column.attributes?.["system.paging.state"];
  return state !== undefined && state !== "used";
}

function unique(columns: readonly Column[], attribute: string): string[] {
  const values = columns.map((column) => column.attributes?.[attribute]);
  return [...new Set(values.filter((value): value is string => value !== undefined))];
}
