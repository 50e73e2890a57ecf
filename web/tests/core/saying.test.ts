import { describe, expect, it } from "vitest";
import { accept, complete, completeTargets, type Known } from "../../src/core/completion";
import { readRoute, pathOf } from "../../src/core/route";
import { actionOf } from "../../src/core/action";
import { readSaying } from "../../src/core/saying";
import { splitWords } from "../../src/core/words";

describe("what a line means", () => {
  it.each(["bye", "FIN", " stop ", "/bye", "/quit", "/exit"])("%j is a farewell", (line) => {
    expect(readSaying(line)).toEqual({ kind: "bye" });
  });

  it.each(["arret", "Arrêt", "/arret"])("%j stops the hub", (line) => {
    expect(readSaying(line)).toEqual({ kind: "stop" });
  });

  it("runs a line as it was typed: the host reads its quotes, or its owner's shell", () => {
    expect(readSaying("/run web-1 grep -c 'two words' /etc/hosts")).toEqual({
      kind: "run",
      hosts: ["web-1"],
      command: "grep -c 'two words' /etc/hosts",
    });
    expect(readSaying("/run all  ps -ef | wc -l ")).toEqual({ kind: "run", hosts: ["all"], command: "ps -ef | wc -l" });
  });

  it("runs on many hosts, and leaves it to them what a prefix means", () => {
    expect(readSaying("/run web-*,role=db, uptime")).toMatchObject({ hosts: ["web-*", "role=db"], command: "uptime" });
    expect(readSaying("/run all linux: ls -al")).toEqual({ kind: "run", hosts: ["all"], command: "linux: ls -al" });
  });

  it("writes to one person, newlines and all", () => {
    expect(readSaying("/msg @bob line one\nline two")).toEqual({ kind: "private", login: "bob", text: "line one\nline two" });
  });

  it.each([
    ["/run", "usage-run"],
    ["/run web-1", "usage-run"],
    ["/run web-1 echo 'x", "quote"],
    ["/msg bob", "usage-msg"],
    ["/me ", "usage-me"],
    ["/nosuch thing", "unknown"],
    ["/optional", "unknown"],
  ])("says what is wrong with %j", (line, why) => {
    expect(readSaying(line)).toEqual({ kind: "wrong", why });
  });

  it("lets one speak of paths, and say a slash with two", () => {
    expect(readSaying("/etc/fstab is wrong")).toEqual({ kind: "chat", text: "/etc/fstab is wrong" });
    expect(readSaying("/srv is full")).toEqual({ kind: "chat", text: "/srv is full" });
    expect(readSaying("//run is a command")).toEqual({ kind: "chat", text: "/run is a command" });
  });

  it("sends what one does as it was typed, and shows it as a deed", () => {
    expect(readSaying("/me restarts db-1")).toEqual({ kind: "chat", text: "/me restarts db-1" });
    expect(actionOf("/me restarts db-1")).toBe("restarts db-1");
    expect(actionOf("/media is full")).toBe("");
    expect(actionOf("she said /me too")).toBe("");
  });

  it("takes words around a farewell for chat", () => {
    expect(readSaying("bye everybody")).toEqual({ kind: "chat", text: "bye everybody" });
  });
});

describe("words", () => {
  it.each([
    ["a  b", ["a", "b"]],
    [`"a b" c`, ["a b", "c"]],
    [`a\\ b`, ["a b"]],
    [`'' x`, ["", "x"]],
    [`a"b"c`, ["abc"]],
  ])("%j", (line, words) => {
    expect(splitWords(line)).toEqual({ words, open: false });
  });
});

describe("completion", () => {
  const known: Known = { hosts: ["db-1", "web-1", "web-2"], labels: ["role=db", "role=web"], commands: () => ["df", "uptime"], logins: ["bob"] };

  it.each([
    ["hello", []],
    ["/", ["/run", "/msg", "/me", "/bye", "/arret"]],
    ["/r", ["/run"]],
    ["/run ", ["db-1", "web-1", "web-2", "web-*", "role=db", "role=web", "all"]],
    ["/run web", ["web-1", "web-2", "web-*", "role=web"]],
    ["/run role=d", ["role=db"]],
    ["/run web-1,", ["db-1", "web-2", "web-*", "role=db", "role=web"]],
    ["/run web-1,db", ["db-1", "role=db"]],
    ["/run web-1 u", ["uptime"]],
    ["/run web-1 uptime", []],
    ["/run web-1 uptime -", []],
    ["/msg b", ["bob"]],
  ])("%j", (line, options) => {
    expect(complete(line, known).options).toEqual(options);
  });

  it("offers what means many hosts first where one asks for many", () => {
    expect(completeTargets("", known).options).toEqual(["web-*", "role=db", "role=web", "all", "db-1", "web-1", "web-2"]);
    expect(completeTargets("web-1, db", known)).toEqual({ from: 7, options: ["db-1", "role=db"] });
  });

  it("puts the option in the place of what was typed", () => {
    const line = "/run we";
    expect(accept(line, complete(line, known), "web-2")).toBe("/run web-2 ");
    const more = "/run web-1,d";
    expect(accept(more, complete(more, known), "db-1")).toBe("/run web-1,db-1 ");
  });
});

describe("routes", () => {
  it.each(["/", "/host/web-1", "/host/a%20b", "/room", "/private/bob", "/run/0190", "/runs", "/runs?host=a%20b", "/setup"])("%s leads there and back", (path) => {
    const [name = "", search = ""] = path.split("?");
    expect(pathOf(readRoute(name, search))).toBe(path);
  });

  it("shows the fleet for what it does not know, and survives a broken escape", () => {
    expect(readRoute("/nosuch")).toEqual({ view: "fleet" });
    expect(readRoute("/host/%E0%A4%A")).toEqual({ view: "host", id: "%E0%A4%A" });
  });
});
