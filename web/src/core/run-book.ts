/** A whole run, from its first entry on: what was asked, how far each host is, what each wrote. Changed in place. */

import type { Entry, RunAct, RunBody, RunRequested } from "../wire/messages.gen";
import { HostOutput } from "./host-output";
import type { Places } from "./digest";
import { moved, newPart, type PartState } from "./run-part";

export interface HostRecord {
  part: PartState;
  readonly output: HostOutput;
}

export interface Act {
  act: string;
  by: string;
  at: number;
  /** Empty: to every host that was not done. */
  host: string;
}

export interface RunHead {
  command: string;
  arguments: readonly string[];
  where: readonly string[];
  by: string;
  at: number;
  timeoutMs: number;
}

export class RunBook {
  head: RunHead | null = null;
  acts: readonly Act[] = [];
  /** In the order they were asked. */
  readonly hosts = new Map<string, HostRecord>();

  constructor(private readonly places: Places) {}

  /** Take in the next entries; return the hosts they tell of. */
  take(entries: readonly Entry[]): Set<string> {
    const touched = new Set<string>();
    for (const entry of entries) {
      const body = entry.body as RunBody;
      if (body.kind === "requested") this.asked(body, entry.at, touched);
      else if (body.kind === "act") this.acts = [...this.acts, actOf(body, entry.at)];
      else {
        const host = body.host || entry.by.replace(/^host\//, "");
        this.told(this.record(host), body, entry.at);
        touched.add(host);
      }
    }
    return touched;
  }

  private asked(body: RunRequested, at: number, touched: Set<string>): void {
    const { command, by, timeout_ms: timeoutMs } = body;
    this.head = { command, arguments: body.arguments ?? [], where: body.where ?? [], by, at, timeoutMs };
    for (const { host, name } of body.targets) {
      this.record(host, name);
      touched.add(host);
    }
  }

  private told(record: HostRecord, body: Exclude<RunBody, RunRequested | RunAct>, at: number): void {
    if (body.kind === "state") record.part = moved(record.part, body, at);
    else if (body.kind === "output") record.output.wrote(body);
    else record.output.left(body);
  }

  private record(host: string, name = host): HostRecord {
    const known = this.hosts.get(host);
    if (known) return known;
    const made = { part: newPart(host, name), output: new HostOutput(this.places) };
    this.hosts.set(host, made);
    return made;
  }
}

function actOf({ act, by, host }: RunAct, at: number): Act {
  return { act, by, at, host: host ?? "" };
}
