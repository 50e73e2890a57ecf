import { describe, expect, it } from "vitest";
import { groupsOf, type Group, type GroupId } from "../../src/core/charts";
import { comparedVariant, indexAt, readComparison, shifted, variantElsewhere, writeComparison, type Comparison } from "../../src/core/compare";
import { plotOf } from "../../src/core/plot";
import { unbounded } from "../../src/core/points";
import type { Column } from "../../src/wire/messages.gen";

const column = (name: string, attributes: Record<string, string> = {}): Column => ({ name, unit: "1", attributes });
const flow = (device: string): Column[] =>
  ["receive", "transmit"].map((way) => column("system.network.io", { "network.interface.name": device, "network.io.direction": way }));
const COLUMNS = [
  column("system.cpu.utilization"),
  ...["user", "system"].map((mode) => column("system.cpu.utilization", { "cpu.mode": mode })),
  ...["used", "cached"].map((state) => column("system.memory.usage", { "system.memory.state": state })),
  column("system.memory.limit"),
  ...flow("eth0"),
];
const EARLIER: Comparison = { before: 3_600_000 };
const OTHERS: Comparison = { hosts: ["h2"] };

function compared(id: GroupId, comparison: Comparison): string[][] {
  const group = groupsOf(COLUMNS).find((one) => one.id === id);
  const [first] = group?.variants ?? [];
  if (!group || !first) throw new Error(`no chart of ${id}`);
  return comparedVariant(group, first, comparison).lines.map(({ keys }) => keys);
}

describe("what is compared", () => {
  it("of a stacked chart is its total, of the memory what is used", () => {
    expect(compared("cpu", EARLIER)).toEqual([["system.cpu.utilization"]]);
    expect(compared("memory", EARLIER)).toEqual([["system.memory.usage{system.memory.state=used}"]]);
  });

  it("with another time is every line, with another host one", () => {
    expect(compared("network", EARLIER)).toHaveLength(2);
    const [both, ...more] = compared("network", OTHERS);
    expect(both).toHaveLength(2);
    expect(more).toEqual([]);
  });

  it("is called as the variant that shows the same", () => {
    const [cpu] = groupsOf(COLUMNS).filter(({ id }) => id === "cpu");
    const names = (comparison: Comparison): string[] => (cpu?.variants ?? []).map((one) => comparedVariant(cpu as Group, one, comparison).id);
    expect(cpu?.variants.map(({ id }) => id)).toEqual(["modes", "total"]);
    expect(names(EARLIER)).toEqual(["total", "total"]);
    expect(names(OTHERS)).toEqual(["total", "total"]);
  });

  it("of filesystems is the fullest of each host, whichever that is", () => {
    const mounts = ["/", "/srv"].map((mount) => column("system.filesystem.utilization", { "system.filesystem.mountpoint": mount }));
    const [group] = groupsOf(mounts);
    const [chosen] = group?.variants ?? [];
    if (!group || !chosen) throw new Error("no chart of filesystems");
    const [root, srv] = chosen.lines.map(({ keys: [key = ""] }) => key);
    const points = { at: [1, 2], step: 1_000, columns: new Map([[root ?? "", unbounded([0.2, 0.95])], [srv ?? "", unbounded([0.9, null])]]) };
    const shown = plotOf(points, comparedVariant(group, chosen, OTHERS));
    expect(shown.raw.map(({ mean }) => mean)).toEqual([[0.9, 0.95]]);
    expect(comparedVariant(group, chosen, EARLIER).lines).toHaveLength(2);
  });

  it("is found on a host whose devices have other names", () => {
    const [group] = groupsOf(COLUMNS).filter(({ id }) => id === "network");
    const chosen = group?.variants[0];
    if (!group || !chosen) throw new Error("no chart of the network");
    const found = variantElsewhere(flow("ens3"), "network", comparedVariant(group, chosen, OTHERS), OTHERS);
    expect(found?.lines[0]?.keys.every((key) => key.includes("ens3"))).toBe(true);
    expect(variantElsewhere([], "network", chosen, OTHERS)).toBeUndefined();
  });
});

describe("another time on the same axis", () => {
  it("stands where this one does", () => {
    const points = { at: [10, 11, 12], step: 1_000, columns: new Map([["a", unbounded([1, 2, 3])]]) };
    expect(shifted(points, 5_000).at).toEqual([15, 16, 17]);
  });

  it.each([
    [11.4, 1, 1],
    [11.6, 1, 2],
    [9.5, 1, 0],
    [14.5, 1, null],
    [14.5, 3, 2],
  ])("at %d within %d s is point %s", (moment, within, index) => {
    expect(indexAt([10, 11, 12], moment, within)).toBe(index);
  });

  it("is nowhere where there is nothing", () => {
    expect(indexAt([], 1, 10)).toBeNull();
  });
});

describe("a comparison in an address", () => {
  it.each<[string, Comparison | null]>([
    ["?with=a,b,a,c,d", { hosts: ["a", "b", "c"] }],
    ["?before=3600", { before: 3_600_000 }],
    ["?before=-1", null],
    ["?before=x", null],
    ["?with=,", null],
    ["", null],
  ])("%s", (search, wanted) => {
    expect(readComparison(search)).toEqual(wanted);
  });

  it("is read as it was written", () => {
    for (const one of [EARLIER, OTHERS]) {
      const pairs = writeComparison(one).map((pair) => pair.join("="));
      expect(readComparison(`?${pairs.join("&")}`)).toEqual(one);
    }
    expect(writeComparison(null)).toEqual([]);
  });
});
