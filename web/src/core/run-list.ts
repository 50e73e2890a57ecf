/** The list of runs: what the hub answered of the past, and what came since. Pure. */

import type { Entry, RunEnded, RunListed, RunsBody, RunTarget } from "../wire/messages.gen";

export interface RunLine {
  seq: number;
  at: number;
  run: string;
  command: string;
  arguments: string[];
  by: string;
  where: string[];
  targets: RunTarget[];
  /** How many hosts came to which end; null while it goes on. */
  states: Record<string, number> | null;
  /** The hosts, by identity, that did not exit with 0. */
  failed: string[];
  ms: number;
}

export interface RunFilter {
  text: string;
  host: string;
  by: string;
  failed: boolean;
}

export const EVERY_RUN: RunFilter = { text: "", host: "", by: "", failed: false };

/** Add older runs below those that are there. */
export function withOlder(lines: readonly RunLine[], older: readonly RunLine[]): RunLine[] {
  const known = new Set(lines.map((line) => line.run));
  return [...lines, ...older.filter((line) => !known.has(line.run))];
}

/** Return the list after news of the topic `runs`: new ones on top, if they pass, and ends where they belong. */
export function withNews(lines: readonly RunLine[], news: readonly Entry[], filter: RunFilter): RunLine[] {
  let next = [...lines];
  for (const entry of news) {
    const body = entry.body as RunsBody;
    if (body.kind === "ended") next = next.map((line) => (line.run === body.run ? ended(line, body) : line));
    else if (!next.some((line) => line.run === body.run) && passes(lineOf(entry, body), filter)) {
      next = [lineOf(entry, body), ...next];
    }
  }
  return next;
}

/** Tell whether a run that began just now belongs into a list; of failures only the hub knows. */
function passes(line: RunLine, { text, host, by, failed }: RunFilter): boolean {
  if (failed) return false;
  if (by && line.by.toLowerCase() !== by.toLowerCase()) return false;
  if (host && !line.targets.some((target) => target.host === host || target.name.toLowerCase() === host.toLowerCase())) {
    return false;
  }
  return [line.command, ...line.arguments].join(" ").toLowerCase().includes(text.toLowerCase());
}

function lineOf({ seq, at }: Entry, body: RunListed): RunLine {
  const { run, command, by, targets } = body;
  const [args, where] = [body.arguments ?? [], body.where ?? []];
  return { seq, at, run, command, arguments: args, by, where, targets, states: null, failed: [], ms: 0 };
}

function ended(line: RunLine, { states, failed, ms }: RunEnded): RunLine {
  return { ...line, states, failed: failed ?? [], ms: ms ?? 0 };
}
