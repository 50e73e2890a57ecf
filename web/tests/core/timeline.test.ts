import { describe, expect, it } from "vitest";
import { foldMoves, missing, timeline, type Item } from "../../src/core/timeline";
import type { Entry, RoomBody } from "../../src/wire/messages.gen";

const MINUTE = 60_000;
let seq = 0;
const entry = (body: RoomBody, at: number, by = "alice", ip = "::1"): Entry => ({ seq: (seq += 1), id: "", at, by, ip, body });
const say = (text: string, at: number, by?: string, ip?: string): Entry => entry({ kind: "chat", text }, at, by, ip);
const move = (kind: "join" | "leave", login: string, at = 0): Entry =>
  entry(kind === "join" ? { kind, login, role: "guest", count: 1 } : { kind, login, reason: "bye", count: 1 }, at, "@hub");
const oneDay = (): string => "day";
const kinds = (items: Item[]): string[] => items.map((item) => item.kind);

describe("timeline", () => {
  it("joins what one person says in a row", () => {
    const items = timeline([say("a", 0), say("b", MINUTE), say("c", 2 * MINUTE, "bob")], [], oneDay);
    expect(kinds(items)).toEqual(["day", "speech", "speech"]);
    expect(items[1]).toMatchObject({ by: "alice", said: [{ text: "a" }, { text: "b" }] });
  });

  it("begins anew after a pause, and for the same login at another address", () => {
    expect(kinds(timeline([say("a", 0), say("b", 6 * MINUTE)], [], oneDay))).toHaveLength(3);
    expect(kinds(timeline([say("a", 0), say("b", 1, "alice", "10.0.0.1")], [], oneDay))).toHaveLength(3);
  });

  it("draws a line between days", () => {
    const items = timeline([say("a", 0), say("b", 1)], [], (at) => `day ${at}`);
    expect(kinds(items)).toEqual(["day", "speech", "day", "speech"]);
  });

  it("folds comings and goings that follow one another", () => {
    const items = timeline([move("join", "a"), move("join", "b"), say("hi", 1), move("leave", "a")], [], oneDay);
    expect(kinds(items)).toEqual(["day", "moves", "speech", "moves"]);
  });

  it("draws a line before what came while one was away, and nowhere else", () => {
    const entries = [say("a", 10), say("mine", 20, "me"), say("b", 30), say("c", 40)];
    const away = (from: number, to: number): Item[] => timeline(entries, [], oneDay, { from, to, me: "me" });
    expect(kinds(away(10, 40))).toEqual(["day", "speech", "speech", "new", "speech"]);
    expect(kinds(away(40, Infinity))).not.toContain("new");
    expect(kinds(away(10, 29))).not.toContain("new");
    expect(kinds(timeline([move("join", "x", 30)], [], oneDay, { from: 0, to: 99, me: "me" }))).not.toContain("new");
  });

  it("shows a loss where it was", () => {
    const entries = [say("a", 0), say("b", 1)];
    const last = entries[1]?.seq ?? 0;
    const items = timeline([entries[0], { ...entries[1], seq: last + 5 }] as Entry[], [{ from: last, to: last + 4 }], oneDay);
    expect(items[2]).toMatchObject({ kind: "gap", count: 5 });
  });

  it("shows that there is something it does not know, of a newer hub", () => {
    const novelty = entry({ kind: "novelty" } as unknown as RoomBody, 0);
    expect(kinds(timeline([novelty, say("a", 1)], [], oneDay))).toEqual(["day", "unknown", "speech"]);
  });

  it("says nothing of its own where a message is changed, deleted or marked", () => {
    const later = (["edit", "delete", "react"] as const).map((kind) => entry({ kind, of: "m", seq: 1 } as RoomBody, 1));
    expect(kinds(timeline([say("a", 0), ...later, say("b", 2)], [], oneDay))).toEqual(["day", "speech"]);
  });
});

describe("folded moves", () => {
  const at = 0;
  const join = (login: string) => ({ login, kind: "join", reason: "", at }) as const;
  const leave = (login: string) => ({ login, kind: "leave", reason: "bye", at }) as const;

  it("says of each login once what became of it", () => {
    const moves = [join("a"), join("b"), leave("b"), leave("c"), leave("d"), join("d")];
    expect(foldMoves(moves)).toEqual({ joined: ["a"], left: ["c"], passed: ["b", "d"] });
  });
});

describe("what is missing", () => {
  const at = (number: number): Entry => ({ ...say("x", number), seq: number });

  it("is the holes between entries, and at the beginning what was announced as lost", () => {
    const entries = [5, 6, 9, 10].map(at);
    expect(missing(entries, [{ from: 1, to: 4 }], true)).toEqual([{ from: 1, to: 4 }, { from: 7, to: 8 }]);
  });

  it("is not what is only not here yet", () => {
    expect(missing([5, 6].map(at), [{ from: 1, to: 4 }], false)).toEqual([]);
    expect(missing([], [{ from: 1, to: 4 }], false)).toEqual([]);
  });
});
