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
const CROWDED = 0.9; // of the gap: nearer than this only the edges bring two together
/** How near the middle of one sign, and of a sign with a number beside it, may come to the edge: of the gap. */
const EDGE_ONE = 0.1;
const EDGE_MANY = 0.35;
const MOST_COUNTED = 99;

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
  const inside = (at: number, { length }: readonly Mark[]): number => {
    const edge = (length > 1 ? EDGE_MANY : EDGE_ONE) * least;
    return Math.min(to - edge, Math.max(from + edge, at));
  };
  const clusters = [...cells].map(([cell, gathered]): Cluster => {
    // Off the edges of its cell by half the gap: two neighbours never lie over each other.
    const at = Math.min((cell + 1) * size - APART * least, Math.max(cell * size + APART * least, middleOf(gathered)));
    return { at: inside(at, gathered), marks: gathered, kind: gravestOf(gathered) };
  });
  return clusters.reduce<Cluster[]>((kept, one) => {
    const last = kept[kept.length - 1];
    if (!last || one.at - last.at >= CROWDED * least) return [...kept, one];
    const both = [...last.marks, ...one.marks];
    return [...kept.slice(0, -1), { at: inside(middleOf(both), both), marks: both, kind: gravestOf(both) }];
  }, []);
}

/** Return the number beside a cluster's sign: of one family how many, else how many more than the one that is drawn. */
export function countText({ marks, kind }: Cluster): string {
  const isOne = marks.every((mark) => familyOf(mark) === FAMILY[kind]);
  const count = isOne ? marks.length : marks.length - 1;
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : `${isOne ? "" : "+"}${count}`;
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
