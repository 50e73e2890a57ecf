import { describe, expect, it } from "vitest";
import { groupsOf, seriesOf } from "../../src/core/charts";
import { alone, highest, lastOf, plotOf, stack } from "../../src/core/plot";
import { unbounded } from "../../src/core/points";
import { pointsOfRows, SeriesTable } from "../../src/core/series";
import { seriesName } from "../../src/core/series-name";
import type { Column, Columns, Samples } from "../../src/wire/messages.gen";

const column = (name: string, attributes: Record<string, string> = {}): Column => ({ name, unit: "1", attributes });
const USER = column("system.cpu.utilization", { "cpu.mode": "user" });
const SYSTEM = column("system.cpu.utilization", { "cpu.mode": "system" });
const TOTAL = column("system.cpu.utilization");
const list = (id: string, ...columns: Column[]): Columns => ({ id, interval_ms: 1_000, columns });
const rows = (columns: string, ...all: (number | null)[][]): Samples => ({ kind: "rows", columns, rows: all });

describe("rows", () => {
  it("reads rows that came before their columns", () => {
    const table = new SeriesTable();
    table.add(rows("c1", [1_000, 0.5]));
    expect(table.at).toEqual([]);
    table.learn(list("c1", USER));
    expect(table.at).toEqual([1]);
    expect(table.get(seriesName(USER))).toEqual([0.5]);
  });

  it("keeps a line through a change of columns, and leaves holes where there was none", () => {
    const table = new SeriesTable();
    table.learn(list("c1", USER));
    table.add(rows("c1", [1_000, 0.1]));
    table.learn(list("c2", SYSTEM, USER));
    table.add(rows("c2", [2_000, 0.7, 0.2]));
    expect(table.get(seriesName(USER))).toEqual([0.1, 0.2]);
    expect(table.get(seriesName(SYSTEM))).toEqual([null, 0.7]);
  });

  it("shows a pause as a gap", () => {
    const table = new SeriesTable();
    table.learn(list("c1", USER));
    table.add(rows("c1", [1_000, 0.1], [2_000, 0.1], [60_000, 0.3]));
    expect(table.at).toEqual([1, 2, 3, 60]);
    expect(table.get(seriesName(USER))).toEqual([0.1, 0.1, null, 0.3]);
  });

  it("puts late rows where their time is, each once", () => {
    const table = new SeriesTable();
    table.learn(list("c1", USER));
    table.add(rows("c1", [1_000, 0.1], [3_000, 0.3]));
    table.add({ ...rows("c1", [2_000, 0.2], [3_000, 9]), backlog: true });
    expect(table.at).toEqual([1, 2, 3]);
    expect(table.get(seriesName(USER))).toEqual([0.1, 0.2, 0.3]);
  });

  it("forgets the oldest, not more than it must", () => {
    const table = new SeriesTable(100);
    table.learn(list("c1", USER));
    for (let at = 1; at <= 1_000; at += 1) table.add(rows("c1", [at * 1_000, at]));
    expect(table.at.length).toBeLessThan(111);
    expect(table.at.length).toBeGreaterThanOrEqual(100);
    expect(table.get(seriesName(USER))).toHaveLength(table.at.length);
    expect(table.at[table.at.length - 1]).toBe(1_000);
  });
});

describe("stacking", () => {
  it("stands each line on those before it; a hole stays a hole", () => {
    const lines = [[1, 2, null], [10, null, 10], [100, 100, 100]].map(unbounded);
    expect(stack(lines).map(({ mean }) => mean)).toEqual([
      [1, 2, null],
      [11, null, null],
      [111, null, null],
    ]);
  });

  it("reaches from each line's own least to its own most, on the mean of those below", () => {
    const [, upper] = stack([
      { mean: [10], low: [5], high: [20] },
      { mean: [2], low: [1], high: [4] },
    ]);
    expect(upper).toEqual({ mean: [12], low: [11], high: [14] });
  });
});

describe("charts", () => {
  it("draws nothing of nothing", () => {
    expect(groupsOf([])).toEqual([]);
  });

  it("offers the processor by kind, as a total and by core", () => {
    const cores = ["10", "2"].map((n) => column("system.cpu.utilization", { "cpu.logical_number": n }));
    const [cpu] = groupsOf([TOTAL, USER, SYSTEM, ...cores]);
    expect(cpu?.variants.map((one) => one.id)).toEqual(["modes", "total", "cores"]);
    expect(cpu?.variants[2]?.lines.map((one) => one.label)).toEqual([{ text: "2" }, { text: "10" }]);
  });

  it("does with a total alone", () => {
    expect(groupsOf([TOTAL])[0]?.variants.map((one) => one.id)).toEqual(["total"]);
  });

  it("sums a direction over its devices, and offers each when there are several", () => {
    const io = (device: string, way: string): Column =>
      column("system.network.io", { "network.interface.name": device, "network.io.direction": way });
    const [network] = groupsOf([io("eth0", "receive"), io("eth0", "transmit"), io("eth1", "receive"), io("eth1", "transmit")]);
    expect(network?.variants.map((one) => [one.id, one.lines.length])).toEqual([
      ["total", 2],
      ["each", 4],
    ]);
    expect(network?.variants[0]?.lines[0]?.keys).toHaveLength(2);
  });

  it("ends the memory axis at what the machine has", () => {
    const used = column("system.memory.usage", { "system.memory.state": "used" });
    const limit = column("system.memory.limit");
    const table = new SeriesTable();
    table.learn(list("c1", used, limit));
    table.add(rows("c1", [1_000, 4, 16]));
    const variant = groupsOf([used, limit])[0]?.variants[0];
    const points = pointsOfRows(table, variant ? seriesOf([variant]) : []);
    expect(variant && plotOf(points, variant)).toEqual({ at: [1], step: 1, raw: [unbounded([4])], drawn: [unbounded([4])], top: 16 });
  });
});

describe("numbers of a line", () => {
  it("are the newest of the last few, not one from long before", () => {
    expect(lastOf([1, null, null])).toBe(1);
    expect(lastOf([1, null, null, null, null, null])).toBeNull();
    expect(lastOf([1, 2, 3], 1)).toBe(2);
  });

  it("reach as high as their highs, within what is in sight", () => {
    expect(highest([{ mean: [1, 2, 3], low: null, high: [9, 4, null] }], 1, 2)).toBe(4);
  });

  it("stand alone between holes", () => {
    expect(alone([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  });

  it("sum columns, whose least and most are bounds", () => {
    const points = {
      at: [1, 2],
      step: 60_000,
      columns: new Map([
        ["a", { mean: [1, null], low: [0, null], high: [2, null] }],
        ["b", { mean: [10, null], low: [5, null], high: [20, null] }],
      ]),
    };
    const variant = { id: "total" as const, unit: "byteRate" as const, lines: [{ label: { text: "" }, keys: ["a", "b", "c"] }] };
    expect(plotOf(points, variant).raw).toEqual([{ mean: [11, null], low: [5, null], high: [22, null] }]);
  });
});

describe("rows that are newest", () => {
  it("sum up, as long as they are not old", () => {
    const table = new SeriesTable();
    table.learn(list("c1", USER, SYSTEM));
    table.add(rows("c1", [1_000, 0.1, 0.2]));
    expect(table.newest([USER, SYSTEM].map(seriesName))).toBeCloseTo(0.3);
    for (let at = 2; at < 9; at += 1) table.add(rows("c1", [at * 1_000, null, null]));
    expect(table.newest([seriesName(USER)])).toBeNull();
  });
});
