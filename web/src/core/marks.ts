/** What lies on a host's time axis beside its numbers: runs, talk, comings and goings, its own ups and downs. Pure. */

import type { Entry, RoomBody } from "../wire/messages.gen";
import type { Range } from "./time-range";

export type MarkKind = "run" | "chat" | "join" | "leave" | "up" | "down" | "late" | "spike";

/** One moment, and who or what it is about. */
export interface Mark {
  /** Milliseconds since 1970 UTC. */
  at: number;
  kind: MarkKind;
  /** Where it stands, for jumping there; 0 where it stands nowhere. */
  topic: string;
  seq: number;
  by: string;
  text: string;
  run: string;
}

/** What one chooses to see. */
export type MarkFamily = (typeof FAMILIES)[number];
export const FAMILIES = ["status", "spikes", "runs", "chat", "people"] as const;

const FAMILY: Record<MarkKind, MarkFamily> = {
  up: "status", down: "status", late: "status", spike: "spikes", run: "runs", chat: "chat", join: "people", leave: "people",
}; // prettier-ignore

export interface Cluster {
  /** Where it is drawn (ms): about the middle of its marks. */
  at: number;
  /** In order of time; never empty. */
  marks: Mark[];
  /** What it is drawn as: of what it holds, the gravest. */
  kind: MarkKind;
}

const GRAVEST: readonly MarkKind[] = ["down", "late", "spike", "run", "up", "chat", "join", "leave"];

const APART = 0.5; // of the gap

export function familyOf({ kind }: Pick<Mark, "kind">): MarkFamily {
  return FAMILY[kind];
}

/** Put marks of several sources together, each once, in order of time. */
export function mergedMarks(...lists: readonly (readonly Mark[])[]): Mark[] {
  const found = new Map<string, Mark>();
  for (const mark of lists.flat()) {
    // What stands in a log is known by its place; a status or a spike by its time, for the page sees them without a place.
    const key = familyOf(mark) === "status" || mark.kind === "spike" ? `${mark.kind} ${mark.at}` : `${mark.topic} ${mark.seq}`;
    const known = found.get(key);
    if (!known || (known.text === "" && mark.text !== "")) found.set(key, mark);
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/**
 * Gather what would lie over each other: marks nearer than `gap` pixels, on an axis so many pixels wide. The cells are
 * counted from 1970, so that marks do not regroup while time goes on.
 */
export function clustersOf(marks: readonly Mark[], { from, to }: Range, pixels: number, gap: number): Cluster[] {
  const least = ((to - from) / Math.max(1, pixels)) * gap;
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, least)));
  const cells = new Map<number, Mark[]>();
  for (const mark of marks) {
    if (mark.at < from || mark.at > to) continue;
    const cell = Math.floor(mark.at / size);
    cells.set(cell, [...(cells.get(cell) ?? []), mark]);
  }
  return [...cells].map(([cell, gathered]) => {
    // Off the edges of its cell by half the gap: two neighbours never lie over each other.
    const at = Math.min((cell + 1) * size - APART * least, Math.max(cell * size + APART * least, middleOf(gathered)));
    return { at: Math.min(to, Math.max(from, at)), marks: gathered, kind: gravestOf(gathered) };
  });
}

/** Read what the room said as marks of a host: its talk, who came and went, and the runs that had this host. */
export function marksOfRoom(topic: string, entries: readonly Entry[], host: string): Mark[] {
  return entries.flatMap(({ seq, at, by, body }): Mark[] => {
    const said = body as RoomBody;
    const place = { at, topic, seq, by, text: "", run: "" };
    switch (said.kind) {
      case "chat":
        return [{ ...place, kind: "chat", text: said.text }];
      case "run":
        return said.hosts.includes(host) ? [{ ...place, kind: "run", text: said.command, run: said.run }] : [];
      case "join":
      case "leave":
        return [{ ...place, kind: said.kind, by: said.login }];
      default:
        return [];
    }
  });
}

function middleOf(marks: readonly Mark[]): number {
  return ((marks[0]?.at ?? 0) + (marks[marks.length - 1]?.at ?? 0)) / 2;
}

function gravestOf(marks: readonly Mark[]): MarkKind {
  return GRAVEST.find((kind) => marks.some((mark) => mark.kind === kind)) ?? "chat";
}
