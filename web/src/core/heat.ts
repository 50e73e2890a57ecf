/** How a host looks on a map of the fleet: how it stands, what is full, or how busy it is in four shades. Pure. */

import { isUnknown, presentOf, type HostLine } from "./host-line";
import { severity } from "./severity";

export type Heat = "down" | "late" | "expected" | "bad" | "warn" | "0" | "1" | "2" | "3" | "none";

export function heatOf(line: HostLine): Heat {
  const { status } = line.host;
  if (status === "late" || status === "expected") return status;
  if (status !== "up") return "down";
  const now = presentOf(line);
  const shares = [now?.cpu, now?.memory, now?.disk];
  const severities = shares.map(severity);
  if (severities.includes("bad")) return "bad";
  if (severities.includes("warn")) return "warn";
  const cpu = now?.cpu;
  if (isUnknown(cpu)) return "none";
  return String(Math.min(3, Math.max(0, Math.floor(cpu * 4)))) as Heat;
}
