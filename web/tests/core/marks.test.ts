import { describe, expect, it } from "vitest";
import { clustersOf, countText, marksOfRoom, mergedMarks, type Mark, type MarkKind } from "../../src/core/marks";
import type { Entry } from "../../src/wire/messages.gen";

const NOW = Date.UTC(2026, 4, 1, 12);

function mark(kind: MarkKind, at: number, seq = 0): Mark {
  return { at, kind, topic: seq > 0 ? "room/main" : "", seq, by: "camille", text: "", run: "" };
}

function entry(seq: number, body: unknown): Entry {
  return { seq, id: `e${seq}`, at: NOW + seq, by: "camille", ip: "", body };
}

describe("what lies over each other on the axis", () => {
  const range = { from: NOW, to: NOW + 600_000 };

  it("is gathered, and is drawn as the gravest of it", () => {
    const [first, second] = clustersOf([mark("chat", NOW + 1_000), mark("down", NOW + 2_000), mark("run", NOW + 300_000)], range, 600, 16);
    expect(first?.kind).toBe("down");
    expect(first?.marks).toHaveLength(2);
    expect(Math.abs((first?.at ?? 0) - NOW - 1_500)).toBeLessThan(8_000);
    expect(second?.marks.map(({ kind }) => kind)).toEqual(["run"]);
  });

  it("comes apart when one looks closer", () => {
    const marks = [1, 2, 3, 4].map((seq) => mark("chat", NOW + seq * 4_000, seq));
    expect(clustersOf(marks, range, 600, 16).length).toBeLessThan(3);
    expect(clustersOf(marks, { from: NOW, to: NOW + 60_000 }, 600, 16)).toHaveLength(4);
  });

  it("does not regroup while time goes on", () => {
    const marks = Array.from({ length: 60 }, (_, index) => mark("chat", NOW + index * 7_000, index + 1));
    const keys = (ahead: number): string[] =>
      clustersOf(marks, { from: range.from + ahead, to: range.to + ahead }, 600, 16).map((one) => one.marks.map(({ seq }) => seq).join());
    const [before, after] = [keys(0), keys(3_000)];
    expect(before.length).toBeGreaterThan(10);
    expect(before).toEqual(expect.arrayContaining(after.slice(1)));
  });

  it("never lies over its neighbour", () => {
    const marks = Array.from({ length: 200 }, (_, index) => mark("chat", NOW + index * 2_900, index + 1));
    const places = clustersOf(marks, range, 600, 16).map(({ at }) => at / 1_000);
    const inner = places.slice(1, -1); // those at the edges of the axis stay on it
    const gaps = inner.slice(1).map((place, index) => place - (inner[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(15.9);
  });

  it("stays on the axis where its cell goes beyond", () => {
    const places = clustersOf([mark("chat", range.from, 1), mark("chat", range.to, 2)], range, 600, 34).map(({ at }) => at);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(range.from);
    expect(Math.max(...places)).toBeLessThanOrEqual(range.to);
  });

  it("stays whole at the edges: many marks at once reach farther than one", () => {
    const pixel = 1_000;
    const many = (at: number): Mark[] => [1, 2, 3].map((seq) => mark("chat", at, seq));
    const placesOf = (marks: readonly Mark[]): number[] => clustersOf(marks, range, 600, 40).map(({ at }) => (at - NOW) / pixel);
    expect(placesOf(many(range.from))[0]).toBeGreaterThanOrEqual(14);
    expect(placesOf(many(range.to))[0]).toBeLessThanOrEqual(600 - 14);
    expect(placesOf([mark("chat", range.to)])[0]).toBeCloseTo(600 - 4);
  });

  it("lies over no neighbour at an edge either", () => {
    for (let moved = 0; moved < 80_000; moved += 1_700) {
      const marks = Array.from({ length: 300 }, (_, index) => mark("chat", NOW + index * 2_300, index + 1));
      const places = clustersOf(marks, { from: NOW + moved, to: NOW + moved + 400_000 }, 400, 40).map(({ at }) => at / 1_000);
      const gaps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(35.9);
    }
  });

  it("leaves out what is not in sight", () => {
    expect(clustersOf([mark("run", NOW - 1), mark("run", NOW + 600_001)], range, 600, 16)).toEqual([]);
  });
});

describe("the number beside a sign", () => {
  const clusterOf = (...kinds: MarkKind[]): Parameters<typeof countText>[0] => ({ at: NOW, kind: kinds[0] ?? "chat", marks: kinds.map((kind, index) => mark(kind, NOW, index + 1)) });

  it("is how many there are, where they are of one family", () => {
    expect(countText(clusterOf("run", "run"))).toBe("2");
    expect(countText(clusterOf("join", "leave", "join"))).toBe("3");
  });

  it("is how many more there are, where the sign speaks for one of them only", () => {
    expect(countText(clusterOf("run", "chat", "join"))).toBe("+2");
  });

  it("has at most two figures", () => {
    expect(countText(clusterOf(...Array<MarkKind>(120).fill("chat")))).toBe("99+");
    expect(countText(clusterOf("run", ...Array<MarkKind>(120).fill("chat")))).toBe("99+");
  });
});

describe("marks of several sources", () => {
  it("stand once, in order of time", () => {
    const told = [mark("chat", NOW + 5, 7), mark("up", NOW)];
    const live = [{ ...mark("chat", NOW + 5, 7), text: "hello" }, mark("up", NOW), mark("run", NOW + 2, 6)];
    const merged = mergedMarks(told, live);
    expect(merged.map(({ kind }) => kind)).toEqual(["up", "run", "chat"]);
    expect(merged[2]?.text).toBe("hello");
  });

  it("of the room are its talk, who came and went, and this host's runs", () => {
    const entries = [
      entry(1, { kind: "join", login: "jules", role: "guest", count: 1 }),
      entry(2, { kind: "chat", text: "hello" }),
      entry(3, { kind: "run", run: "r1", command: "df", hosts: ["h1", "h2"] }),
      entry(4, { kind: "run", run: "r2", command: "ps", hosts: ["h2"] }),
      entry(5, { kind: "stop", login: "camille" }),
    ];
    const found = marksOfRoom("room/main", entries, "h1");
    expect(found.map(({ kind, seq, by, text }) => [kind, seq, by, text])).toEqual([
      ["join", 1, "jules", ""],
      ["chat", 2, "camille", "hello"],
      ["run", 3, "camille", "df"],
    ]);
  });
});
