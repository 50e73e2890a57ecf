import { describe, expect, it } from "vitest";
import { isLabel, isScope, labelTexts, labelsOfTexts } from "../../src/core/label";
import { scopeTest } from "../../src/core/scope";
import type { Host } from "../../src/wire/messages.gen";

const host = (labels: Record<string, string>): Host => ({ id: "h", name: "h", status: "up", since: 0, labels });

describe("a label", () => {
  it.each([
    ["role=web", true, true],
    ["site=par*", false, true],
    ["site=[ab]?", false, true],
    ["role=", false, false],
    ["role", false, false],
    ["Role=web", false, false],
    ["role=a b", false, false],
    ["a=b=c", false, false],
    [`${"x".repeat(33)}=1`, false, false],
    ["<b>=1", false, false],
  ])("%j is one: %s; of a scope: %s", (text, label, scope) => {
    expect([isLabel(text), isScope(text)]).toEqual([label, scope]);
  });

  it("there and back", () => {
    const labels = { role: "web", site: "paris" };
    expect(labelsOfTexts(labelTexts(labels))).toEqual(labels);
  });

  it("of two with one name the later counts, and what is none is left out", () => {
    expect(labelsOfTexts(["role=web", "nonsense", "role=db"])).toEqual({ role: "db" });
    expect(Object.keys(labelsOfTexts(["constructor=x"]))).toEqual(["constructor"]);
  });
});

describe("a scope", () => {
  it.each([
    [[], {}, true],
    [["role=web"], { role: "web" }, true],
    [["role=web"], { role: "db" }, false],
    [["role=web", "site=par*"], { role: "db", site: "paris" }, true],
    [["role=web"], {}, false],
    [["toString=*"], {}, false],
  ])("%j holds a host with %j: %s", (scope, labels, holds) => {
    expect(scopeTest(scope)(host(labels))).toBe(holds);
  });
});
