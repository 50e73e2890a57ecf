import { describe, expect, it } from "vitest";
import { parseQuery, printQuery, tokensOf } from "../../src/core/fleet-query";
import { statesOf, withStates, withWord } from "../../src/core/query-edit";
import { readNumber, writeNumber } from "../../src/core/query-number";
import { testOf } from "../../src/core/query-test";
import type { Host, Now } from "../../src/wire/messages.gen";
import { forSeeds, type Chance } from "./chance";
import { host } from "./host-lines";

const DAY = 86_400_000;
const NOW: Now = {
  at: 1,
  cpu: 0.83,
  memory: 0.5,
  disk: 0.91,
  swap: 0.2,
  load: 4.5,
  receive: 9e6,
  transmit: 2e6,
  uptime: 3_600,
};
const WEB = host("web-1", {
  os: "Debian GNU/Linux 13 (trixie)",
  labels: { lab: "b12", role: "Éditeur" },
  addresses: ["10.0.0.7", "fe80::1"],
  ip: "192.0.2.4",
  version: "0.2.0",
  cores: 8,
});

function answers(text: string, of: Host = WEB, now: Now | null = NOW, clock = DAY): boolean {
  const { fixed, live } = testOf(parseQuery(text));
  return fixed(of) && (live?.({ host: of, now }, clock) ?? true);
}

describe("a query finds what it asks for", () => {
  it.each([
    ["", "  ", "WEB", "debian web", "lab=b12", "lab:b12", "10.0.0", "b12", "editeur", "ÉDITEUR"],
    ["name:web-*", "name:eb", "nom:web", "name=web-1", "host:web-?", "name:db-1,web-1", "-name:db"],
    ["up", "state:up", "état:active", "status:up,down", "state!=down", "-down", "!down", "-state:down"],
    ["lab=b*", "lab=b1,b12", "lab!=b13", "label:lab", "label=lab=b12", "label:b12", "-label:nothing", "rôle=editeur"],
    ["cpu>80", "cpu>80%", "cpu>=83", "cpu=83", "cpu!=82", "cpu<83,5", "-cpu>90", "mem>=50%", "mémoire<60", "disque>90"],
    ["swap>10", "load>4", "charge<5", "net>10MB", "net>10Mo/s", "rx<10M", "tx<=2MB", "rx>8MiB", "network>1k"],
    ["uptime<1d", "uptime>59m", "uptime=1h", "since=1d", "depuis>=1j", "cores>=8", "coeurs=8"],
    ["version=0.2.0", "version!=0.1.0", "version>0.1.9", "version<0.10", "version<=0.2", "os:debian", "système:trixie"],
    ["ip:10.0", "address:192.0.2.4", "adresse:fe80::1", "fe80::1", '"debian gnu"', 'os:"gnu/linux 13"', 'name:"web-1"'],
    ["lab=b12 cpu>80 -down os:debian"],
  ].flat())("by %j", (text) => {
    expect(parseQuery(text).problems).toEqual([]);
    expect(answers(text)).toBe(true);
  });

  it.each([
    ["db", "web staging", "10.0.1", "name=web", "-web", "down", "state:late", "state!=up", "paused"],
    ["lab=b1", "lab!=b12", "rack=3", "-lab=b12", "label:rack", "name:db,nas", "-label:lab"],
    ["cpu>83", "cpu<80", "-cpu>80", "mem>50", "net>11MB", "rx>9MB", "tx=1MB", "uptime>1h", "since>1d", "cores>8"],
    ["version=0.1.0", "version>0.2", "version>=0.10", "os:ubuntu", "ip=10.0.0", '"web debian"', "lab=b12 cpu>90"],
  ].flat())("and not by %j", (text) => {
    expect(parseQuery(text).problems).toEqual([]);
    expect(answers(text)).toBe(false);
  });

  it("asks nothing of numbers that a host does not tell now", () => {
    const down = host("gone", { status: "down" });
    expect(answers("cpu>1", down)).toBe(false);
    expect(answers("cpu<1", down)).toBe(false);
    expect(answers("-cpu>1", down)).toBe(true);
    expect(answers("cpu<99", WEB, { at: 1, cpu: null })).toBe(false);
  });

  it("knows a paused host, which is down as well", () => {
    const paused = host("twin", { status: "down", paused: "clone" });
    expect(answers("paused", paused) && answers("down", paused)).toBe(true);
  });
});

describe("what cannot be read", () => {
  it.each([
    ["cpu>", "value", "cpu>", 0],
    ["web cpu>much", "number", "cpu>much", 4],
    ["net>10 parsecs", "", "", 0],
    ["net>10Q", "bytes", "net>10Q", 0],
    ["uptime<3", "span", "uptime<3", 0],
    ["temperature>50", "field", "temperature>50", 0],
    ["state:sleeping", "state", "state:sleeping", 0],
    ["name>a", "order", "name>a", 0],
    ["lab=", "value", "lab=", 0],
    ['web "open', "quote", '"open', 4],
    ["-load>high", "number", "load>high", 0],
  ])("%j is a problem with its place, and the rest counts", (text, why, word, from) => {
    const { problems, terms } = parseQuery(text);
    if (!why) return expect(terms).toHaveLength(2);
    expect(problems).toEqual([{ why, word, from, to: text.length }]);
    expect(terms).toHaveLength(tokensOf(text).length - 1);
  });
});

const PARTS = ["cpu", "mem", "lab", "état", "state", "net", "uptime", "name", "version", ":", "=", "!=", ">", ">=", "<", "-", "!"];
const MORE = ['"', " ", " ", ",", "*", "?", "[", "]", "80", "1.5", "1,5", "%", "MB", "1d12h", "down", "web-1", "é", "\u0301", "\\", "💥", "\n"];

function scribble(chance: Chance): string {
  return chance.many(14, () => chance.one(chance.below(12) === 0 ? [String.fromCharCode(chance.below(0x2ff))] : [...PARTS, ...MORE])).join("");
}

describe("whatever is typed", () => {
  it("is read without an exception, every word once, and can be asked", () => {
    forSeeds(4_000, (chance) => {
      const text = scribble(chance);
      const { terms, problems } = parseQuery(text);
      expect(terms.length + problems.length).toBeLessThanOrEqual(tokensOf(text).length);
      for (const { from, to } of [...terms, ...problems]) expect(text.slice(from, to).trim()).not.toBe("");
      answers(text);
    });
  });

  it("means the same after being written down", () => {
    let terms = 0;
    forSeeds(4_000, (chance) => {
      const first = parseQuery(scribble(chance));
      const written = printQuery(first);
      const again = parseQuery(written);
      terms += first.terms.length;
      expect(again.problems).toEqual([]);
      expect(again.terms.map(({ not }) => not)).toEqual(first.terms.map(({ not }) => not));
      expect(printQuery(again)).toBe(written);
      for (const now of [NOW, null]) expect(answers(written, WEB, now)).toBe(answers(printQuery(again), WEB, now));
    });
    expect(terms).toBeGreaterThan(4_000);
  });

  it("is bounded", () => {
    expect(parseQuery("a ".repeat(10_000)).terms.length).toBeLessThanOrEqual(500);
  });
});

describe("numbers", () => {
  it.each([
    ["80", "share", 0.8],
    ["12,5 %", "share", 0.125],
    ["1.5", "number", 1.5],
    ["10MB/s", "bytes", 1e7],
    ["2 Gio", "bytes", 2 * 1024 ** 3],
    ["500", "bytes", 500],
    ["1d12h", "span", 129_600],
    ["2j", "span", 172_800],
    ["1 sem", "span", 604_800],
  ] as const)("%j as %s", (text, unit, value) => {
    expect(readNumber(text, unit)).toBeCloseTo(value, 9);
    expect(readNumber(writeNumber(value, unit), unit)).toBeCloseTo(value, 6);
  });

  it.each([["", "number"], ["1e9", "number"], ["--1", "number"], ["1d 3", "span"], ["9999999TB", "bytes"], ["d", "span"], ["%", "share"]] as const)(
    "%j is none (%s)",
    (text, unit) => expect(readNumber(text, unit)).toBeUndefined(),
  );
});

describe("a query that is edited", () => {
  it("has its states replaced, and the rest left as it was typed", () => {
    expect(withStates('lab=b12  down "a b"', ["late", "down"])).toBe('lab=b12 "a b" state:late,down');
    expect(withStates("state:down web", [])).toBe("web");
    expect(statesOf("web état:absente")).toEqual(["down"]);
    expect(statesOf("-down")).toEqual([]);
  });

  it("gets a word once", () => {
    expect(withWord("web", "lab=b12")).toBe("web lab=b12");
    expect(withWord("web lab=b12", "lab=b12")).toBe("web");
  });
});
