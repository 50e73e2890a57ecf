import { describe, expect, it } from "vitest";
import { find, readQuery, remembered, type Entry } from "../../src/core/palette";

const entry = (id: string, rest: Partial<Entry> = {}): Entry => ({ id, kind: "host", title: id, run: () => undefined, ...rest });
const titles = (entries: readonly Entry[], typed: string, recent: readonly string[] = []): string[] =>
  find(entries, typed, recent).map((found) => found.entry.title);

const ALL = [
  entry("web-1"),
  entry("web-2"),
  entry("Fleet", { kind: "view", words: "hosts parc" }),
  entry("ann", { kind: "person" }),
  entry("main", { kind: "room" }),
  entry("uptime", { kind: "run" }),
  entry("Sort by CPU", { kind: "action", words: "trier par processeur" }),
];

describe("what the palette finds", () => {
  it("narrows by a first sign", () => {
    expect([titles(ALL, ">"), titles(ALL, "@a"), titles(ALL, "# ")]).toEqual([["Sort by CPU"], ["ann"], ["main"]]);
    expect(readQuery(">Trier").query).toBe("trier");
  });

  it("finds by words of the other language, behind what is called so", () => {
    expect(titles(ALL, "parc")).toEqual(["Fleet"]);
    expect(titles([entry("Fleet", { words: "parc" }), entry("parc-1")], "parc")).toEqual(["parc-1", "Fleet"]);
  });

  it("begins with what was used lately, and without the runs", () => {
    expect(titles(ALL, "", ["ann", "web-2"]).slice(0, 3)).toEqual(["ann", "web-2", "web-1"]);
    expect(titles(ALL, "")).not.toContain("uptime");
    expect(titles(ALL, "upt")).toEqual(["uptime"]);
  });

  it("prefers what was used lately to what fits as well, not to what fits better", () => {
    expect(titles(ALL, "web", ["web-2"])).toEqual(["web-2", "web-1"]);
    expect(titles([entry("a-web"), entry("web-1")], "web", ["a-web"])).toEqual(["web-1", "a-web"]);
  });

  it("leaves out what has the letters somewhere once something holds the word; initials stay", () => {
    const all = [entry("Place sur les disques"), entry("Trier par : Disque"), entry("db-paris-1"), entry("pa-ris")];
    expect(titles(all, "paris")).toEqual(["db-paris-1", "pa-ris"]);
    expect(titles(all.slice(0, 2), "paris")).toHaveLength(2);
  });

  it("is never longer than one can look through", () => {
    const many = Array.from({ length: 2_000 }, (_, number) => entry(`host-${number}`));
    expect(find(many, "host", [])).toHaveLength(50);
    expect(titles(many, "host-1999")).toEqual(["host-1999"]);
  });
});

it("what was used is remembered once, the latest first", () => {
  const all = ["a", "b", "c", "d", "e", "f", "g", "h"];
  expect(remembered(all, "c")).toEqual(["c", "a", "b", "d", "e", "f", "g", "h"]);
  expect(remembered(all, "x")).toEqual(["x", "a", "b", "c", "d", "e", "f", "g"]);
});
