import { describe, expect, it } from "vitest";
import { freeze, sorted, tally } from "../../src/core/fleet";
import { groupsOf, labelNames, readGrouping } from "../../src/core/fleet-groups";
import { groupedItems, plainItems, walk } from "../../src/core/fleet-items";
import { BY_STATUS, readOrder, SORTS, turned } from "../../src/core/order";
import { Rest } from "../../src/core/rest";
import { forSeeds } from "./chance";
import { host, line, names } from "./host-lines";

describe("order", () => {
  it("puts what needs a look first, then names as people count", () => {
    const lines = [
      line("web-10"),
      line("web-2"),
      line("new", {}, { status: "expected" }),
      line("db", {}, { status: "down" }),
      line("a", {}, { status: "late" }),
    ];
    expect(names(sorted(lines, BY_STATUS))).toEqual(["db", "a", "new", "web-2", "web-10"]);
  });

  it("puts full disks first of what is there, the fullest kind before what fills", () => {
    const lines = [
      line("a", { disk: 0.3, cpu: 1 }),
      line("filling", { disk: 0.88 }),
      line("full", { disk: 0.97 }),
      line("gone", { disk: 0.99 }, { status: "down" }),
      line("z", {}, { status: "down" }),
    ];
    expect(names(sorted(lines, BY_STATUS))).toEqual(["gone", "z", "full", "filling", "a"]);
    expect(names(sorted(lines, { by: "name", down: false }))).toEqual(["gone", "z", "a", "filling", "full"]);
  });

  it("holds full disks where they stood until the numbers are frozen anew", () => {
    const frozen = freeze([line("a", { disk: 0.3 }), line("b", { disk: 0.3 })], "status");
    const later = [line("a", { disk: 0.3 }), line("b", { disk: 0.96 })];
    expect(names(sorted(later, BY_STATUS, frozen))).toEqual(["a", "b"]);
    expect(names(sorted(later, BY_STATUS, freeze(later, "status")))).toEqual(["b", "a"]);
  });

  it.each([
    [true, ["d", "b", "a", "c"]],
    [false, ["d", "a", "b", "c"]],
  ])("sorts by a number (down: %s) with hosts that are down first and what is not known last", (down, expected) => {
    const lines = [line("a", { cpu: 0.1 }), line("b", { cpu: 0.9 }), line("c", { cpu: null }), line("d", {}, { status: "down" })];
    expect(names(sorted(lines, { by: "cpu", down }))).toEqual(expected);
  });

  it("adds both directions of the network", () => {
    const lines = [line("a", { receive: 5, transmit: 5 }), line("b", { receive: 8 })];
    expect(names(sorted(lines, { by: "network", down: true }))).toEqual(["a", "b"]);
  });

  it("stays as numbers were when they were frozen, and takes in who is new", () => {
    const before = [line("a", { cpu: 0.1 }), line("b", { cpu: 0.9 })];
    const frozen = freeze(before, "cpu");
    const after = [line("a", { cpu: 0.8 }), line("b", { cpu: 0.2 }), line("c", { cpu: 0.5 })];
    expect(names(sorted(after, { by: "cpu", down: true }, frozen))).toEqual(["b", "c", "a"]);
    expect(names(sorted(after, { by: "cpu", down: true }))).toEqual(["a", "c", "b"]);
  });

  it("sorts by texts, empty ones last", () => {
    const lines = [line("a"), line("b", {}, { version: "0.10.0" }), line("c", {}, { version: "0.9.0" })];
    expect(names(sorted(lines, { by: "version", down: false }))).toEqual(["c", "b", "a"]);
    expect(names(sorted(lines, { by: "version", down: true }))).toEqual(["b", "c", "a"]);
  });

  it("is an order for every column: the same whatever it begins from", () => {
    forSeeds(60, (chance) => {
      const lines = Array.from({ length: 30 }, (_, index) =>
        line(
          `h${index}`,
          { cpu: chance.one([null, 0.1, 0.5]), receive: chance.one([null, 3]), uptime: chance.below(3) },
          { status: chance.one(["up", "late", "down", "expected", "odd"]), version: chance.one(["", "1"]), cores: chance.below(3) },
        ),
      );
      const order = { by: chance.one(SORTS), down: chance.below(2) === 0 };
      const shuffled = [...lines].sort(() => chance.next() - 0.5);
      expect(names(sorted(shuffled, order))).toEqual(names(sorted(lines, order)));
    });
  });

  it("turns: the greatest first, the least, and back to the state", () => {
    const first = turned(BY_STATUS, "cpu");
    expect(first).toEqual({ by: "cpu", down: true });
    expect(turned(first, "cpu")).toEqual({ by: "cpu", down: false });
    expect(turned(turned(first, "cpu"), "cpu")).toEqual(BY_STATUS);
    expect(turned(first, "name")).toEqual({ by: "name", down: false });
  });

  it.each([undefined, null, 3, {}, { by: "nothing" }, { by: "constructor", down: true }])("is remembered only if it is one: %j", (kept) => {
    expect(readOrder(kept)).toEqual(BY_STATUS);
  });

  it("counts what it does not know as down", () => {
    const hosts = [host("a"), host("b", { status: "late" }), host("c", { status: "expected" }), host("d", { status: "odd" })];
    expect(tally(hosts)).toEqual({ up: 1, late: 1, expected: 1, down: 1 });
  });
});

describe("groups", () => {
  const hosts = [
    line("x", {}, { status: "down", labels: { lab: "b12" } }),
    line("a", {}, { labels: { lab: "b2" }, os: "Debian GNU/Linux 13 (trixie)" }),
    line("b", {}, { labels: { lab: "b12" } }),
    line("c"),
    line("d", {}, { labels: { lab: "b1" } }),
  ];

  it("are by a label's value: the one with the worst first, those without it last", () => {
    const groups = groupsOf(hosts, "label:lab");
    expect(groups.map(({ key, ids, worst }) => [key, ids, worst])).toEqual([
      ["b12", ["x", "b"], "down"],
      ["b1", ["d"], "up"],
      ["b2", ["a"], "up"],
      ["", ["c"], "up"],
    ]);
    expect(groups[0]?.counts).toEqual({ down: 1, late: 0, expected: 0, up: 1 });
  });

  it("come first where a disk is full", () => {
    const full = line("full", { disk: 0.99 }, { labels: { lab: "z" } });
    expect(groupsOf([...hosts, full], "label:lab").map(({ key }) => key)).toEqual(["b12", "z", "b1", "b2", ""]);
  });

  it("are by state in the order of the list, by system by name", () => {
    expect(groupsOf(hosts, "state").map(({ key }) => key)).toEqual(["down", "up"]);
    expect(groupsOf(hosts, "system").map(({ ids }) => ids.length)).toEqual([4, 1]);
  });

  it("hold every host once", () => {
    for (const by of ["state", "system", "label:lab", "label:__proto__"] as const) {
      expect(groupsOf(hosts, by).flatMap(({ ids }) => ids).sort()).toEqual(["a", "b", "c", "d", "x"]);
    }
  });

  it.each([["label:lab", "label:lab"], ["state", "state"], ["label:A b", ""], ["constructor", ""], [7, ""]])("reads %j", (text, read) => {
    expect(readGrouping(text)).toBe(read);
  });

  it("can be by any label there is", () => {
    expect(labelNames([host("a", { labels: { rack: "1", lab: "x" } }), host("b", { labels: { lab: "y" } })])).toEqual(["lab", "rack"]);
  });

  it("fold, and lines of tiles end with their group", () => {
    const groups = groupsOf(hosts, "label:lab");
    const items = groupedItems(groups, new Set(["b1", "b2"]), 3);
    expect(items.map((item) => item.kind)).toEqual(["head", "hosts", "head", "head", "head", "hosts"]);
    expect(walk(items)).toEqual(["x", "b", "c"]);
    expect(plainItems(["a", "b", "c"], 2).map((item) => item.kind === "hosts" && item.ids)).toEqual([["a", "b"], ["c"]]);
  });
});

describe("who no longer answers", () => {
  it("stays for a while, and goes then", () => {
    const rest = new Rest(5_000);
    expect(rest.shows("a", false, 0)).toBe(false);
    expect(rest.shows("a", true, 0)).toBe(true);
    expect(rest.shows("a", false, 4_999)).toBe(true);
    expect(rest.shows("a", false, 5_000)).toBe(false);
    expect(rest.shows("a", false, 5_001)).toBe(false);
  });

  it("does not flicker around a bound", () => {
    const rest = new Rest(5_000);
    const shown = Array.from({ length: 60 }, (_, second) => rest.shows("a", second % 3 === 0, second * 1_000));
    expect(shown).not.toContain(false);
  });

  it("goes at once when something else is asked", () => {
    const rest = new Rest(5_000);
    rest.shows("a", true, 0);
    rest.clear();
    expect(rest.shows("a", false, 1)).toBe(false);
  });
});
