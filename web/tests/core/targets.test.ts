import { describe, expect, it } from "vitest";
import { labelsOf, meantBy, splitTargets } from "../../src/core/targets";
import type { Host } from "../../src/wire/messages.gen";

const host = (name: string, rest: Partial<Host> = {}): Host => ({ id: `id-${name}`, name, status: "up", since: 0, ...rest });
const FLEET = [
  host("web-1", { labels: { role: "web" } }),
  host("web-2", { labels: { role: "web" }, status: "late" }),
  host("web-10", { status: "down" }),
  host("db.1", { labels: { role: "db", "__proto__x": "y" } }),
];
const names = (words: string[]): string[] => meantBy(words, FLEET).up.map((one) => one.name);

describe("hosts that are meant", () => {
  it.each([
    ["all", ["web-1", "web-2", "db.1"]],
    ["WEB-1", ["web-1"]],
    ["id-db.1", ["db.1"]],
    ["web-*", ["web-1", "web-2"]],
    ["web-?", ["web-1", "web-2"]],
    ["web-[!1]", ["web-2"]],
    ["[a-d]b*", ["db.1"]],
    ["db?1", ["db.1"]],
    ["d.*", []],
    ["role=web", ["web-1", "web-2"]],
    ["role=*", ["web-1", "web-2", "db.1"]],
    ["constructor=*", []],
    ["[z-a]", []],
    ["[", []],
  ])("by %s", (word, wanted) => {
    expect(names([word])).toEqual(wanted);
  });

  it("are counted once, those that are down apart, and words for nothing are told", () => {
    const meant = meantBy(["web-1", "web-*", "nosuch"], FLEET);
    expect(meant.up.map(({ name }) => name)).toEqual(["web-1", "web-2"]);
    expect(meant.down.map(({ name }) => name)).toEqual(["web-10"]);
    expect(meant.nothing).toEqual(["nosuch"]);
  });

  it("are written with commas or spaces, and labels are known", () => {
    expect(splitTargets(" web-1,web-2  role=db,")).toEqual(["web-1", "web-2", "role=db"]);
    expect(labelsOf(FLEET)).toEqual(["__proto__x=y", "role=db", "role=web"]);
  });
});
