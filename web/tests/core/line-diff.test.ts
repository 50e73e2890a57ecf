import { describe, expect, it } from "vitest";
import { diffLines, folded } from "../../src/core/line-diff";
import { forSeeds } from "./chance";

describe("a difference", () => {
  it("names what is missing and what is more", () => {
    expect(diffLines(["Python 3.11.7"], ["Python 3.9.2"])).toEqual([
      { mark: "less", text: "Python 3.11.7" },
      { mark: "more", text: "Python 3.9.2" },
    ]);
  });

  it("has both texts in it, in their order", () => {
    forSeeds(200, (chance) => {
      const lines = (): string[] => chance.many(40, () => chance.one(["a", "b", "c", ""]));
      const [usual, other] = [lines(), lines()];
      const found = diffLines(usual, other);
      const without = (mark: string): string[] | undefined => found?.filter((line) => line.mark !== mark).map(({ text }) => text);
      expect(without("more")).toEqual(usual);
      expect(without("less")).toEqual(other);
    });
  });

  it("gives up where it would take too long", () => {
    const many = (name: string): string[] => Array.from({ length: 4_000 }, (_, index) => `${name} ${index}`);
    expect(diffLines(many("a"), many("b"))).toBeNull();
    expect(diffLines(["a"], Array.from({ length: 6_000 }, () => "a"))).toBeNull();
  });

  it("leaves out what is equal and far away", () => {
    const usual = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const other = usual.map((line, index) => (index === 50 ? "other" : line));
    const rows = folded(diffLines(usual, other) ?? []);
    expect(rows.map((row) => (row.mark === "fold" ? row.count : row.mark))).toEqual([
      47, "same", "same", "same", "less", "more", "same", "same", "same", 46,
    ]);
  });
});
