import { describe, expect, it } from "vitest";
import { matches, sorted, tally, type HostLine } from "../../src/core/fleet";
import { rowWindow } from "../../src/core/window";
import type { Host, Now } from "../../src/wire/messages.gen";

const host = (name: string, rest: Partial<Host> = {}): Host => ({ id: name, name, status: "up", since: 0, ...rest });
const line = (name: string, now: Partial<Now> = {}, rest: Partial<Host> = {}): HostLine => ({
  host: host(name, rest),
  now: { at: 1, ...now },
});
const names = (lines: HostLine[]): string[] => lines.map((one) => one.host.name);

describe("filter", () => {
  const web = host("web-1", { os: "Debian 12", labels: { env: "prod" }, addresses: ["10.0.0.7"] });

  it.each(["", "  ", "WEB", "debian web", "env=prod", "env:prod", "10.0.0", "up"])("finds it by %j", (typed) => {
    expect(matches(web, typed)).toBe(true);
  });

  it.each(["db", "web staging", "10.0.1"])("does not find it by %j", (typed) => {
    expect(matches(web, typed)).toBe(false);
  });
});

describe("order", () => {
  it("puts what needs a look first, then names as people count", () => {
    const lines = [line("web-10"), line("web-2"), line("db", {}, { status: "down" }), line("a", {}, { status: "late" })];
    expect(names(sorted(lines, { by: "status", down: false }))).toEqual(["db", "a", "web-2", "web-10"]);
  });

  it("sorts by a number with hosts that are down still first", () => {
    const lines = [line("a", { cpu: 0.1 }), line("b", { cpu: 0.9 }), line("c", { cpu: null }), line("d", {}, { status: "down" })];
    expect(names(sorted(lines, { by: "cpu", down: true }))).toEqual(["d", "b", "a", "c"]);
  });

  it("adds both directions of the network", () => {
    const lines = [line("a", { receive: 5, transmit: 5 }), line("b", { receive: 8 })];
    expect(names(sorted(lines, { by: "network", down: true }))).toEqual(["a", "b"]);
  });

  it("counts what it does not know as down", () => {
    const hosts = [host("a"), host("b", { status: "late" }), host("c", { status: "expected" })];
    expect(tally(hosts)).toEqual({ up: 1, late: 1, down: 1 });
  });
});

describe("rows in sight", () => {
  it("draws a few of a thousand, wherever one has scrolled", () => {
    for (const scrolled of [-40, 0, 5_200, 51_000, 99_999]) {
      const rows = rowWindow(1_000, 52, scrolled, 700);
      expect(rows.to - rows.from).toBeLessThan(30);
      expect(rows.above + (rows.to - rows.from) * 52 + rows.below).toBe(52_000);
    }
  });

  it("covers what is in sight", () => {
    const rows = rowWindow(1_000, 50, 5_000, 500);
    expect(rows.from).toBeLessThanOrEqual(100);
    expect(rows.to).toBeGreaterThanOrEqual(110);
  });

  it("draws all of a short list", () => {
    expect(rowWindow(3, 52, 0, 700)).toEqual({ from: 0, to: 3, above: 0, below: 0 });
  });
});
