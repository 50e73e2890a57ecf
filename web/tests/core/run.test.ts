import { describe, expect, it } from "vitest";
import { fold, isOver, NOTHING, type Run } from "../../src/core/run";
import { MAX_SHOWN, succeeded } from "../../src/core/run-part";
import type { Entry, RunBody } from "../../src/wire/messages.gen";

let seq = 0;
const entry = (body: RunBody, by = "host/h1", at = 1_000): Entry => ({ seq: (seq += 1), id: "", at, by, body });
const REQUESTED = entry(
  { kind: "requested", command: "df", arguments: ["-h"], targets: [{ host: "h1", name: "web-1" }], by: "alice", timeout_ms: 1 },
  "alice",
);
const state = (name: string, rest: object = {}): Entry => entry({ kind: "state", state: name, host: "h1", ...rest });
const output = (text: string, stream = "out", offset = 0): Entry => entry({ kind: "output", stream, offset, host: "h1", text });
const first = (run: Run) => run.hosts[0];

describe("a run", () => {
  it("goes from asked to done", () => {
    const run = fold(NOTHING, [REQUESTED, state("running"), output("a\n"), output("b\n", "err"), state("exited", { code: 0, ms: 24 })]);
    expect(run).toMatchObject({ command: "df", arguments: ["-h"], by: "alice" });
    expect(first(run)).toMatchObject({ name: "web-1", state: "exited", code: 0, ms: 24 });
    expect(first(run)?.chunks.map((chunk) => chunk.stream)).toEqual(["out", "err"]);
    expect([isOver(run), run.hosts.every(succeeded)]).toEqual([true, true]);
  });

  it("stays in its final state whatever comes after", () => {
    const run = fold(NOTHING, [REQUESTED, state("canceled"), state("running")]);
    expect(first(run)?.state).toBe("canceled");
  });

  it("knows a host by who speaks when the beginning is no longer kept", () => {
    const run = fold(NOTHING, [entry({ kind: "output", stream: "out", offset: 9, text: "x" }, "host/h7")]);
    expect(first(run)).toMatchObject({ host: "h7", name: "h7" });
  });

  it("reads bytes that are no UTF-8 without failing", () => {
    const run = fold(NOTHING, [REQUESTED, entry({ kind: "output", stream: "out", offset: 0, host: "h1", base64: "/w==" })]);
    expect(first(run)?.chunks[0]?.text).toBe("\ufffd");
    const broken = fold(NOTHING, [REQUESTED, entry({ kind: "output", stream: "out", offset: 0, host: "h1", base64: "%" })]);
    expect(first(broken)?.chunks[0]?.text).toBe("\ufffd");
  });

  it("keeps the end of endless output, and says what it left out", () => {
    const line = `${"y".repeat(1_023)}\n`;
    const entries = Array.from({ length: 500 }, (_, index) => output(line, "out", index * 1_024));
    const run = fold(fold(NOTHING, [REQUESTED, ...entries.slice(0, 300)]), entries.slice(300));
    const chunks = first(run)?.chunks ?? [];
    const shown = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
    expect(shown).toBeLessThanOrEqual(MAX_SHOWN);
    expect(chunks[0]?.skipped).toBe(500 * 1_024 - shown);
  });

  it("says what is missing when it comes in the middle", () => {
    const run = fold(NOTHING, [REQUESTED, output("é\n", "out", 1_000), output("on\n", "out", 1_003)]);
    expect(first(run)?.chunks).toEqual([
      { stream: "note", text: "", skipped: 1_000 },
      { stream: "out", text: "é\non\n" },
    ]);
  });
});
