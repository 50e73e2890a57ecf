import { describe, expect, it } from "vitest";
import { EVERY_RUN, withNews, withOlder, type RunLine } from "../../src/core/run-list";
import { commandLine, readCommand } from "../../src/core/command-line";
import { splitWords } from "../../src/core/words";
import type { Entry, RunsBody } from "../../src/wire/messages.gen";
import { forSeeds } from "./chance";

const TARGETS = [{ host: "h1", name: "web-1" }];
const entry = (seq: number, body: RunsBody): Entry => ({ seq, id: "", at: seq * 1_000, by: "@hub", body });
const listed = (seq: number, run: string, rest: object = {}): Entry =>
  entry(seq, { kind: "listed", run, command: "df", arguments: ["-h"], targets: TARGETS, by: "alice", timeout_ms: 1, ...rest });
/** As GET /api/runs answers. */
const LINE: RunLine = {
  seq: 1, at: 1_000, run: "r1", command: "uptime", arguments: [], by: "bob", where: ["all"], targets: TARGETS, states: { exited: 1 }, failed: [], ms: 40,
};

describe("the list of runs", () => {
  it("grows on top, and its ends come where they belong", () => {
    const grown = withNews([LINE], [listed(2, "r2"), entry(3, { kind: "ended", run: "r2", states: { exited: 1 }, ms: 9 })], EVERY_RUN);
    expect(grown.map(({ run, ms }) => [run, ms])).toEqual([["r2", 9], ["r1", 40]]);
    expect(withNews(grown, [listed(2, "r2")], EVERY_RUN)).toEqual(grown);
  });

  it("goes on below without doubles", () => {
    expect(withOlder([LINE], [LINE, { ...LINE, run: "r0" }]).map(({ run }) => run)).toEqual(["r1", "r0"]);
  });

  it.each([
    [{ text: "DF -" }, true],
    [{ text: "uptime" }, false],
    [{ by: "Alice" }, true],
    [{ by: "bob" }, false],
    [{ host: "h1" }, true],
    [{ host: "h2" }, false],
    [{ failed: true }, false],
  ])("narrowed by %j takes a new run: %s", (filter, isTaken) => {
    expect(withNews([], [listed(2, "r2")], { ...EVERY_RUN, ...filter }).length === 1).toBe(isTaken);
  });
});

describe("a command as one line", () => {
  it("has the words it was made of", () => {
    forSeeds(300, (chance) => {
      const word = (): string => chance.many(8, () => chance.one(["a", "'", '"', "\\", " ", "$", "*", "-", "é"])).join("");
      const args = chance.many(4, word);
      expect(splitWords(commandLine("grep -c", args)).words).toEqual(["grep", "-c", ...args]);
    });
  });

  it("is taken as it was typed", () => {
    expect(readCommand(" ps -ef | wc -l\n")).toEqual({ command: "ps -ef | wc -l", arguments: [] });
  });

  it("is none when a quotation mark is open, or there is nothing", () => {
    expect([readCommand("echo 'x"), readCommand("  ")]).toEqual([null, null]);
  });
});
