import { describe, expect, it } from "vitest";
import { fit, fitAll, folded } from "../../src/core/fuzzy";

const best = (query: string, texts: readonly string[]): string[] =>
  texts
    .map((text) => ({ text, found: fit(folded(query), folded(text)) }))
    .filter(({ found }) => found !== null)
    .sort((a, b) => (b.found?.score ?? 0) - (a.found?.score ?? 0))
    .map(({ text }) => text);

describe("what fits", () => {
  it("is ranked: whole, beginning, beginning of a word, anywhere, scattered", () => {
    expect(best("web", ["wide-edge-box", "cobweb", "db-web", "web-1", "web"])).toEqual(["web", "web-1", "db-web", "cobweb", "wide-edge-box"]);
  });

  it("goes from short to long where it fits as well", () => {
    expect(best("web", ["web-100", "web-1"])).toEqual(["web-1", "web-100"]);
  });

  it("has its letters in their order, the first where a word begins", () => {
    expect(best("w1", ["web-1", "1-web", "cow1x"])).toEqual(["cow1x", "web-1"]);
    expect(fit("eb1", "web-1")).toBeNull();
  });

  it.each([["", 0], ["x", -1]])("of %j", (query, score) => {
    expect(fit(query, "web")?.score ?? -1).toBe(score);
  });

  it("tells which letters were meant", () => {
    expect(fit("b12", "lab-b12")?.at).toEqual([4, 5, 6]);
    expect(fit("lb", "lab-b12")?.at).toEqual([0, 2]);
  });
});

describe("without case and accents", () => {
  it.each([["Élève", "eleve"], ["HÔTE", "hote"], ["web-1", "web-1"], ["日本", "日本"], ["🦊 Été", "🦊 ete"]])("%s is %s", (text, expected) => {
    expect(folded(text)).toBe(expected);
    expect(folded(text)).toHaveLength(text.length);
  });
});

it("every word has to be in it", () => {
  expect(fitAll(["sort", "cpu"], "sort by cpu")?.at).toEqual([0, 1, 2, 3, 8, 9, 10]);
  expect(fitAll(["sort", "disk"], "sort by cpu")).toBeNull();
});

it("hostile patterns are signs like any others", () => {
  for (const query of [".*", "(", "[", "\\", "$&", "%"]) expect(fit(query, `x${query}`)?.score).toBeGreaterThan(0);
});
