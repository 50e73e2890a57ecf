/** One run, folded from its log: what was asked, and how far each host is. Pure. */

import type { Entry, RunBody, RunRequested } from "../wire/messages.gen";
import { isFinal, newPart, PartDraft, type HostPart } from "./run-part";

export interface Run {
  command: string;
  arguments: readonly string[];
  by: string;
  at: number;
  hosts: readonly HostPart[];
  /** The byte each stream of each host goes on with. */
  next: Readonly<Record<string, Record<string, number>>>;
}

export const NOTHING: Run = { command: "", arguments: [], by: "", at: 0, hosts: [], next: {} };

/** Return the run with more of its entries. */
export function fold(run: Run, entries: readonly Entry[]): Run {
  let head = run;
  const drafts = new Map<string, PartDraft>();
  const next: Record<string, Record<string, number>> = { ...run.next };
  const draft = (host: string, part: HostPart): PartDraft => {
    const made = new PartDraft(part, (next[host] = { ...next[host] }));
    drafts.set(host, made);
    return made;
  };
  for (const part of run.hosts) draft(part.host, part);
  for (const entry of entries) {
    const body = entry.body as RunBody;
    if (body.kind === "requested") {
      head = { ...head, ...asked(body, entry.at) };
      for (const { host, name } of body.targets) draft(host, newPart(host, name));
      continue;
    }
    if (body.kind === "act") continue;
    const host = body.host || entry.by.replace(/^host\//, "");
    const part = drafts.get(host) ?? draft(host, newPart(host, host));
    if (body.kind === "state") part.moved(body, entry.at);
    else if (body.kind === "output") part.wrote(body);
    else part.left(body);
  }
  return { ...head, next, hosts: [...drafts.values()].map((part) => part.done()) };
}

export function isOver(run: Run): boolean {
  return run.hosts.length > 0 && run.hosts.every((part) => isFinal(part.state));
}

function asked(body: RunRequested, at: number): Pick<Run, "command" | "arguments" | "by" | "at"> {
  return { command: body.command, arguments: body.arguments ?? [], by: body.by, at };
}
