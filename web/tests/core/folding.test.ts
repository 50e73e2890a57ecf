import { describe, expect, it } from "vitest";
import { countStandings, groupHosts, type Folded } from "../../src/core/folding";
import { newPart, type PartState } from "../../src/core/run-part";
import { cardParts } from "../../src/core/run-card";
import { forSeeds } from "./chance";

const part = (host: string, rest: Partial<PartState> = {}): PartState => ({ ...newPart(host, host), state: "exited", code: 0, ...rest });
const folded = (host: string, digest: string, rest: Partial<PartState> = {}): Folded => ({ part: part(host, rest), digest });
const names = (groups: ReturnType<typeof groupHosts>): string[][] => groups.map(({ parts }) => parts.map(({ host }) => host));

describe("groups of hosts", () => {
  it("are those that ended alike and wrote alike, the largest first", () => {
    const hosts = [folded("a", "x"), folded("b", "y"), folded("c", "y"), folded("d", "y", { code: 1 }), folded("e", "x"), folded("f", "y")];
    expect(names(groupHosts(hosts))).toEqual([["b", "c", "f"], ["a", "e"], ["d"]]);
  });

  it("keep apart how a run ended, but not how long it took", () => {
    const hosts = [folded("a", "x", { ms: 1 }), folded("b", "x", { ms: 900 }), folded("c", "x", { state: "timeout", code: null })];
    expect(names(groupHosts(hosts))).toEqual([["a", "b"], ["c"]]);
    expect(groupHosts(hosts).map(({ standing }) => standing)).toEqual(["done", "failed"]);
  });

  it("are single hosts when one wants them so", () => {
    expect(names(groupHosts([folded("b", "x"), folded("a", "x")], false))).toEqual([["b"], ["a"]]);
  });

  it("hold every host once, whatever they did", () => {
    forSeeds(200, (chance) => {
      const states = ["requested", "sent", "running", "exited", "lost", "denied"];
      const hosts = chance.many(60, () => 0).map((_, index) =>
        folded(`h${index}`, chance.one(["x", "y", "z"]), { state: chance.one(states), code: chance.one([0, 0, 1, null]) }),
      );
      const groups = groupHosts(hosts);
      expect(groups.flatMap(({ parts }) => parts.map(({ host }) => host)).sort()).toEqual(hosts.map(({ part: one }) => one.host).sort());
      const sizes = groups.map(({ parts }) => parts.length);
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      const counts = countStandings(hosts.map((one) => one.part));
      expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(hosts.length);
    });
  });
});

describe("a run's card", () => {
  const withOutput = (host: string, rest: Partial<PartState> = {}) => ({ ...part(host, rest), chunks: [] });

  it("shows the one host it has", () => {
    expect(cardParts([withOutput("a")], true)).toMatchObject({ shown: [{ host: "a" }], more: 0 });
  });

  it("folds when all is done, but for what went wrong", () => {
    const parts = [withOutput("a"), withOutput("b", { code: 2 }), withOutput("c")];
    expect(cardParts(parts, true)).toMatchObject({ shown: [{ host: "b" }], more: 2 });
  });

  it("shows a few of many while they run, those that failed first", () => {
    const parts = Array.from({ length: 20 }, (_, index) => withOutput(`h${index}`, { state: "running", code: null }));
    parts.push(withOutput("bad", { code: 1 }));
    const { shown, more } = cardParts(parts, false);
    expect([shown.length, shown[0]?.host, more]).toEqual([3, "bad", 18]);
  });
});
