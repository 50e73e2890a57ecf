import { describe, expect, it } from "vitest";
import { acceptOption, completeQuery, type Completed, type KnownFleet, type Option } from "../../src/core/query-completion";
import { forSeeds } from "./chance";

const KNOWN: KnownFleet = {
  names: ["web-1", "web-2", "db-1"],
  labels: new Map([["lab", ["b12", "b13"]], ["role", ["web", "data base"]]]),
  systems: ["Debian 13"],
  versions: ["0.1.0"],
};
const options = (text: string, french = false): string[] => completeQuery(text, text.length, KNOWN, french).options.map((one) => one.text);

function first({ options: [one] }: Completed): Option {
  if (!one) throw new Error("nothing completes it");
  return one;
}

describe("completion of a query", () => {
  it("begins with what is asked most: states and labels", () => {
    expect(options("").slice(0, 7)).toEqual(["down", "late", "expected", "up", "paused", "lab=", "role="]);
  });

  it.each([
    ["c", ["cpu>", "cores>"]],
    ["lab", ["lab=", "label:"]],
    ["lab=", ["b12", "b13"]],
    ["lab=b12,", ["b12", "b13"]],
    ["-lab=b13,b1", ["b12", "b13"]],
    ["state:d", ["down"]],
    ["web", []],
    ["name:web", ["web-1", "web-2"]],
    ["cpu>9", ["90%", "95%"]],
    ["os:deb", ["Debian 13"]],
    ["db-1", []],
    ['"a', []],
  ])("of %j", (text, expected) => {
    expect(options(text)).toEqual(expected);
  });

  it("speaks French to who does", () => {
    expect(options("", true).slice(0, 2)).toEqual(["absente", "retard"]);
    expect(options("mé", true)[0]).toBe("mémoire>");
    expect(options("état:a", true)).toEqual(["absente", "attendue"]);
  });

  it("puts an option where one types, and goes on behind it", () => {
    const text = "web lab cpu>80";
    const completed = completeQuery(text, 7, KNOWN);
    expect(acceptOption(text, completed, first(completed))).toEqual({ text: "web lab= cpu>80", caret: 8 });
    const value = completeQuery("role=da", 7, KNOWN);
    expect(acceptOption("role=da", value, first(value)).text).toBe('role="data base" ');
  });

  it("never throws, and replaces a part of the text", () => {
    forSeeds(2_000, (chance) => {
      const text = chance.many(8, () => chance.one(["cpu", ">", "lab=", ",", '"', " ", "-", "état:", "b1"])).join("");
      const caret = chance.below(text.length + 1);
      const completed = completeQuery(text, caret, KNOWN, chance.below(2) === 0);
      expect(completed.from).toBeLessThanOrEqual(completed.to);
      for (const option of completed.options) acceptOption(text, completed, option);
    });
  });
});
