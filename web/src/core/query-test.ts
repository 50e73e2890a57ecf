/** Which hosts answer a query. What depends on live numbers is asked apart, for it changes by itself. Pure. */

import type { Host } from "../wire/messages.gen";
import { fold } from "./fold";
import type { Ask, Query, Sign, Term } from "./fleet-query";
import { globOf, isPattern } from "./glob";
import { presentOf, trafficOf, type HostLine } from "./host-line";
import type { HostTest } from "./host-test";
import type { Asked, NumberField } from "./query-field";
import { compareVersions } from "./version";

type Test<T> = (of: T) => boolean;

export function testOf({ terms }: Query): HostTest {
  const fixed = terms.filter(({ ask }) => !isLive(ask)).map(fixedTest);
  const live = terms.filter(({ ask }) => isLive(ask)).map(liveTest);
  return {
    fixed: (host) => fixed.every((test) => test(host)),
    live: live.length === 0 ? null : (line, clock) => live.every((test) => test(line, clock)),
  };
}

function isLive(ask: Ask): boolean {
  return ask.kind === "number" && ask.field !== "cores";
}

function fixedTest({ ask, not }: Term): Test<Host> {
  const test = askTest(ask);
  return not ? (host) => !test(host) : test;
}

function liveTest({ ask, not }: Term): (line: HostLine, clock: number) => boolean {
  if (ask.kind !== "number") return () => true;
  const { field, sign, value } = ask;
  return (line, clock) => compare(numberOf(field, line, clock), sign, value) !== not;
}

function askTest(ask: Ask): Test<Host> {
  switch (ask.kind) {
    case "word":
      return wordTest(fold(ask.word));
    case "state":
      return signed(ask.sign, (host) => ask.values.some((state) => isState(host, state)));
    case "label":
      return labelTest(ask);
    case "number":
      return (host) => compare(host.cores || null, ask.sign, ask.value);
    case "text":
      if (ask.field === "version" && /[<>]/.test(ask.sign)) return versionTest(ask.sign, ask.values[0] ?? "");
      return textTest(ask);
  }
}

/** What one finds a host by, folded once: a host that changes is another object. */
const haystacks = new WeakMap<Host, string>();

function wordTest(word: string): Test<Host> {
  return (host) => {
    let text = haystacks.get(host);
    if (text === undefined) haystacks.set(host, (text = haystack(host)));
    return text.includes(word);
  };
}

function haystack(host: Host): string {
  const { name, id, os = "", ip = "", addresses = [] } = host;
  const labels = labelsOf(host).map(([label, value]) => `${label}=${value}`);
  return fold([name, id, os, ip, ...addresses, ...labels].join("\n"));
}

function textTest({ field, sign, values }: Extract<Ask, { kind: "text" }>): Test<Host> {
  const tests = values.map((value) => valueTest(value, sign));
  const read: Record<typeof field, (host: Host) => readonly string[]> = {
    name: ({ name, id }) => [name, id],
    system: ({ os = "" }) => [os],
    address: ({ ip = "", addresses = [] }) => [ip, ...addresses],
    version: ({ version = "" }) => [version],
    label: (host) => labelsOf(host).flatMap(([label, value]) => [label, value, `${label}=${value}`]),
  };
  return signed(sign, (host) => read[field](host).some((text) => tests.some((test) => test(text))));
}

function labelTest({ name, sign, values }: Extract<Ask, { kind: "label" }>): Test<Host> {
  const folded = fold(name);
  const tests = values.map((value) => valueTest(value, sign === ":" ? "=" : sign));
  const written = sign === ":" ? wordTest(fold(`${name}:${values.join(",")}`)) : () => false; // fe80::1 is no label
  return signed(sign, (host) => {
    const found = labelsOf(host).find(([label]) => fold(label) === folded);
    return (found !== undefined && tests.some((test) => test(found[1]))) || written(host);
  });
}

/** `:` means contains, `=` means is; a pattern is always about the whole. */
function valueTest(value: string, sign: Sign): Test<string> {
  const folded = fold(value);
  if (isPattern(folded)) {
    const pattern = globOf(folded);
    return (text) => pattern.test(fold(text));
  }
  return sign === ":" ? (text) => fold(text).includes(folded) : (text) => fold(text) === folded;
}

function versionTest(sign: Sign, value: string): Test<Host> {
  return ({ version = "" }) => version !== "" && compare(compareVersions(version, value), sign, 0);
}

function signed(sign: Sign, test: Test<Host>): Test<Host> {
  return sign === "!=" ? (host) => !test(host) : test;
}

function isState(host: Host, state: Asked): boolean {
  return state === "paused" ? Boolean(host.paused) : host.status === state;
}

/** Return a number of a host, null where it is not known now. */
export function numberOf(field: NumberField, line: HostLine, clock: number): number | null {
  if (field === "cores") return line.host.cores || null;
  if (field === "since") return Math.max(0, (clock - line.host.since) / 1_000);
  const now = presentOf(line);
  if (!now) return null;
  if (field === "network") return trafficOf(now);
  return now[field] ?? null;
}

/** What is not known answers to no comparison. Equal is what reads the same: shares as whole percents. */
function compare(number: number | null, sign: Sign, value: number): boolean {
  if (number === null) return false;
  if (sign === ">") return number > value;
  if (sign === ">=") return number >= value;
  if (sign === "<") return number < value;
  if (sign === "<=") return number <= value;
  const same = Math.abs(number - value) < 0.005;
  return sign === "!=" ? !same : same;
}

function labelsOf(host: Host): [string, string][] {
  return Object.entries(host.labels ?? {});
}
