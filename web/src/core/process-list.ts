/** A host's processes as a table: sorted, filtered. Pure. */

import type { Process } from "../wire/messages.gen";

export interface ProcessLine extends Process {
  pid: number;
}

export const PROCESS_COLUMNS = ["pid", "name", "user", "cpu", "memory"] as const;
export type ProcessColumn = (typeof PROCESS_COLUMNS)[number];

export interface ProcessOrder {
  by: ProcessColumn;
  down: boolean;
}

/** Numbers begin with the greatest, names with the first. */
export function turned(order: ProcessOrder, by: ProcessColumn): ProcessOrder {
  return { by, down: order.by === by ? !order.down : by === "cpu" || by === "memory" };
}

/** Return the processes in which every word of `text` stands: in name, command, user or process id. */
export function linesOf(processes: ReadonlyMap<string, Process>, text: string, { by, down }: ProcessOrder): ProcessLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const lines = [...processes].map(([pid, one]) => ({ ...one, pid: Number(pid) })).filter((line) => holds(line, words));
  const sign = down ? -1 : 1;
  // Equal ones keep their places from second to second: by process id.
  return lines.sort((a, b) => sign * compare(a[by], b[by]) || a.pid - b.pid);
}

function holds({ pid, name, user, command }: ProcessLine, words: readonly string[]): boolean {
  const text = `${name} ${command ?? ""} ${user}`.toLowerCase();
  return words.every((word) => text.includes(word) || String(pid) === word);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}
