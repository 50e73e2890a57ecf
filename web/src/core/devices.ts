/** What a host has of each kind, read from the columns it measures: filesystems, interfaces, disks, sensors. Pure. */

import type { Column } from "../wire/messages.gen";
import { seriesName } from "./series-name";

/** Names of the series of a filesystem; "" for what its agent does not measure. */
export interface FilesystemSeries {
  mount: string;
  device: string;
  share: string;
  used: string;
  limit: string;
}

/** Names of the series of what has two directions. */
export interface FlowSeries {
  name: string;
  in: string;
  out: string;
  /** Operations, packets; "" where they are not measured. */
  countIn: string;
  countOut: string;
}

const MOUNT = "system.filesystem.mountpoint";

export function filesystemsOf(columns: readonly Column[]): FilesystemSeries[] {
  const mounts = unique(columns.filter(({ name }) => name === "system.filesystem.utilization"), MOUNT);
  return mounts.map((mount) => {
    const own = columns.filter((column) => column.attributes?.[MOUNT] === mount);
    const named = (name: string): string => nameOf(own.find((column) => column.name === name));
    return {
      mount,
      device: own[0]?.attributes?.["system.device"] ?? "",
      share: named("system.filesystem.utilization"),
      used: named("system.filesystem.usage"),
      limit: named("system.filesystem.limit"),
    };
  });
}

export function interfacesOf(columns: readonly Column[]): FlowSeries[] {
  return flowsOf(columns, "system.network.io", "system.network.packets", "network.interface.name", "network.io.direction", ["receive", "transmit"]);
}

export function disksOf(columns: readonly Column[]): FlowSeries[] {
  return flowsOf(columns, "system.disk.io", "system.disk.operations", "system.device", "disk.io.direction", ["read", "write"]);
}

export function sensorsOf(columns: readonly Column[]): { name: string; series: string }[] {
  return columns.filter(({ name }) => name === "hw.temperature").map((column) => ({ name: column.attributes?.["hw.name"] ?? "", series: nameOf(column) }));
}

function flowsOf(columns: readonly Column[], bytes: string, counts: string, device: string, way: string, [inwards, outwards]: [string, string]): FlowSeries[] {
  return unique(columns.filter(({ name }) => name === bytes), device).map((one) => {
    const own = columns.filter((column) => column.attributes?.[device] === one);
    const named = (name: string, direction: string): string =>
      nameOf(own.find((column) => column.name === name && column.attributes?.[way] === direction));
    return { name: one, in: named(bytes, inwards), out: named(bytes, outwards), countIn: named(counts, inwards), countOut: named(counts, outwards) };
  });
}

function nameOf(column: Column | undefined): string {
  return column ? seriesName(column) : "";
}

function unique(columns: readonly Column[], attribute: string): string[] {
  return [...new Set(columns.map((column) => column.attributes?.[attribute] ?? ""))].filter(Boolean).sort();
}
