import { describe, expect, it } from "vitest";
import { fitting, leastWidth, moved, readColumns, templateOf, withColumn } from "../../src/core/fleet-columns";
import { allToggled, hiddenOf, NOTHING_SELECTED, pruned, ranged, toggled } from "../../src/core/selection";

const SHOWN = ["a", "b", "c", "d", "e"];

describe("selection", () => {
  it("takes a range in the order that is shown, both ways, and keeps the rest", () => {
    expect([...ranged(new Set(["z"]), SHOWN, "b", "d")]).toEqual(["z", "b", "c", "d"]);
    expect([...ranged(NOTHING_SELECTED, SHOWN, "d", "b")]).toEqual(["b", "c", "d"]);
  });

  it("begins a range at its end when its beginning is hidden", () => {
    expect([...ranged(NOTHING_SELECTED, SHOWN, "gone", "c")]).toEqual(["c"]);
    expect([...ranged(NOTHING_SELECTED, SHOWN, "a", "gone")]).toEqual([]);
  });

  it("takes all that is shown, then none of it, and leaves what is hidden", () => {
    const all = allToggled(new Set(["z"]), SHOWN);
    expect(all.size).toBe(6);
    expect([...allToggled(all, SHOWN)]).toEqual(["z"]);
  });

  it("counts what a filter hides", () => {
    expect(hiddenOf(new Set(["a", "y", "z"]), SHOWN)).toBe(2);
    expect(hiddenOf(NOTHING_SELECTED, SHOWN)).toBe(0);
  });

  it("forgets what was removed, and is the same otherwise", () => {
    const selection = toggled(toggled(NOTHING_SELECTED, "a"), "b");
    expect([...pruned(selection, (id) => id === "b")]).toEqual(["b"]);
    expect(pruned(selection, () => true)).toBe(selection);
    expect(toggled(selection, "a").has("a")).toBe(false);
  });
});

describe("columns", () => {
  it("are the usual ones, and more where there is room, which then is filled", () => {
    expect(fitting(842)).toEqual(["name", "cpu", "memory", "disk", "network", "load", "uptime"]);
    for (const width of [1_200, 1_600, 2_200, 3_000]) {
      const columns = fitting(width);
      expect(leastWidth(columns)).toBeLessThanOrEqual(width);
      expect(fitting(500)).toEqual(["name", "cpu", "memory"]);
      expect(columns.length).toBeGreaterThanOrEqual(fitting(width - 200).length);
    }
    expect(fitting(2_200)).toContain("labels");
  });

  it.each([[["cpu", "name", "cpu", "evil", 3], ["name", "cpu"]], [[], ["name"]]])("are read from %j", (kept, read) => {
    expect(readColumns(kept)).toEqual(read);
  });

  it.each([undefined, null, "cpu", { length: 1 }])("are none in %j", (kept) => expect(readColumns(kept)).toBeNull());

  it("move, come and go; the name stays first", () => {
    const columns = ["name", "cpu", "disk", "load"] as const;
    expect(moved(columns, "load", 1)).toEqual(["name", "load", "cpu", "disk"]);
    expect(moved(columns, "cpu", 99)).toEqual(["name", "disk", "load", "cpu"]);
    expect(moved(columns, "cpu", 0)).toEqual(columns);
    expect(moved(columns, "name", 2)).toBe(columns);
    expect(withColumn(columns, "swap", true)).toEqual([...columns, "swap"]);
    expect(withColumn(columns, "disk", false)).toEqual(["name", "cpu", "load"]);
    expect(withColumn(columns, "name", false)).toBe(columns);
    expect(templateOf(["name", "load"])).toBe("minmax(176px, 420px) minmax(44px, 60px)");
  });
});
