import { describe, expect, it } from "vitest";
import { placesIn, readMarkup, type Block, type Span } from "../../src/core/markup";
import { isMentioned, loginMeant } from "../../src/core/mention";

const ORIGIN = "https://hub.example";
const read = (text: string): Block[] => readMarkup(text, ORIGIN);
const spans = (text: string): Span[] => read(text).flatMap((block) => (block.kind === "text" ? block.spans : []));
const kinds = (text: string): string[] => spans(text).map(({ kind }) => kind);
const written = (text: string): string => spans(text).map((span) => span.text).join("");

describe("what a message is made of", () => {
  it.each([
    "plain",
    "5 * 3 # 4 / 2",
    "a@b.example, path/run/x, C#sharp, &#60;b&#62;",
    "`><img src=x onerror=`window.injected=1`>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "http:// and https://",
    "``` not closed",
    "* no * _ emphasis _ **at** all",
  ])("leaves %j as it is", (text) => {
    expect(read(text)).toHaveLength(1);
    expect(kinds(text).every((kind) => kind === "text")).toBe(true);
    expect(written(text)).toBe(text);
  });

  it.each([
    ["see https://a.example/x?y=1#z.", "https://a.example/x?y=1#z"],
    ["(https://a.example/x)", "https://a.example/x"],
    ["https://a.example/(x), or", "https://a.example/(x)"],
    ["«https://a.example»", "https://a.example"],
  ])("takes the address out of %j", (text, href) => {
    expect(spans(text).find(({ kind }) => kind === "link")).toEqual({ kind: "link", text: href, href });
    expect(written(text)).toBe(text);
  });

  it("tells what is of this hub", () => {
    const text = `${ORIGIN}/run/r1, /host/h1?from=1&to=2 and https://hub.example.evil/run/r2`;
    expect(kinds(text)).toEqual(["place", "text", "place", "text", "link"]);
    expect(placesIn(read(`${text} /run/r1`), 3)).toEqual(["/run/r1", "/host/h1?from=1&to=2"]);
    expect(placesIn(read("/run/a /run/b /run/c"), 2)).toEqual(["/run/a", "/run/b"]);
  });

  it("names people and hosts", () => {
    expect(spans("@ann, look at #db-1.")).toEqual([
      { kind: "mention", text: "@ann", name: "ann" },
      { kind: "text", text: ", look at " },
      { kind: "host", text: "#db-1", name: "db-1" },
      { kind: "text", text: "." },
    ]);
  });

  it("shows code as it stands", () => {
    expect(read("so:\n```sql\nSELECT 1;\n  @ann\n```\nthen `ls -l` it")).toEqual([
      { kind: "text", spans: [{ kind: "text", text: "so:" }] },
      { kind: "code", language: "sql", text: "SELECT 1;\n  @ann" },
      { kind: "text", spans: [{ kind: "text", text: "then " }, { kind: "code", text: "ls -l" }, { kind: "text", text: " it" }] },
    ]);
    expect(read("```one line```")).toEqual([{ kind: "code", language: "", text: "one line" }]);
  });
});

describe("mentions", () => {
  it.each(["@ann", "well, @Ann.", "(@ann)", "@ann: look", "@bob and @ann"])("%j is for ann", (text) => {
    expect(isMentioned(text, "Ann")).toBe(true);
  });

  it.each(["ann", "@anna", "@ann-marie", "mail@ann", "`@ann`", "```\n@ann\n```", "@anné"])("%j is not", (text) => {
    expect(isMentioned(text, "ann")).toBe(false);
  });

  it("means whoever is known, with or without the end of the sentence", () => {
    const isKnown = (login: string): boolean => ["ann", "a.b."].includes(login);
    expect(["ann", "ann.", "a.b.", "eve"].map((name) => loginMeant(name, isKnown))).toEqual(["ann", "ann", "a.b.", ""]);
  });
});
