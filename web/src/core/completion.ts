/** What can complete the line being typed. Pure. */

import { COMMANDS } from "./saying";

export interface Known {
  hosts: readonly string[];
  /** As `name=value`. */
  labels: readonly string[];
  commands: (host: string) => readonly string[];
  logins: readonly string[];
}

export interface Completion {
  /** Where the part begins that an option replaces. */
  from: number;
  options: string[];
}

const MOST = 8;
const EVERYTHING = "all";
const NONE: Completion = { from: 0, options: [] };

/** Return the options for `line`, whose end is where the person types. */
export function complete(line: string, known: Known): Completion {
  const named = /^\/run\s/.test(line) ? null : /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(line);
  if (named) return names(line.length - (named[2]?.length ?? 0) - 1, named[1] ?? "", named[2] ?? "", known);
  if (!line.startsWith("/")) return NONE;
  const words = line.split(" ");
  const last = words[words.length - 1] ?? "";
  const from = line.length - last.length;
  if (words.length === 1) return pick(0, line, COMMANDS.map((name) => `/${name}`));
  if (words[0] === "/run" && words.length === 2) return targets(line, last, known);
  if (words[0] === "/run" && words.length === 3) return pick(from, last, known.commands(words[1] ?? ""));
  if (words[0] === "/msg" && words.length === 2) return pick(from, last, known.logins);
  return NONE;
}

/** `@` names people, `#` hosts. */
function names(from: number, sign: string, typed: string, { logins, hosts }: Known): Completion {
  const { options } = pick(from, typed, sign === "@" ? logins : hosts.filter((name) => !/\s/.test(name)));
  return { from, options: options.map((name) => sign + name) };
}

/** Return the options for a list of hosts, of which the last is being typed: those that mean many first. */
export function completeTargets(typed: string, known: Pick<Known, "hosts" | "labels">): Completion {
  return targets(typed, typed.slice(typed.lastIndexOf(" ") + 1), known, true);
}

/** The hosts before the last comma are written; everything is an option only as the first. */
function targets(line: string, last: string, known: Pick<Known, "hosts" | "labels">, manyFirst = false): Completion {
  const { hosts, labels } = known;
  const typed = last.slice(last.lastIndexOf(",") + 1);
  const written = last.slice(0, last.length - typed.length).split(",");
  const every = written.length > 1 ? [] : [EVERYTHING];
  const many = [...familiesOf(hosts), ...labels, ...every];
  const options = manyFirst ? [...many, ...hosts] : [...hosts, ...many];
  return pick(line.length - typed.length, typed, options.filter((option) => !written.includes(option)));
}

/** Patterns for names that differ by a number: `web-*` where there are web-1 and web-2. */
function familiesOf(hosts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const host of hosts) {
    const family = /^(.*[^0-9])[0-9]+$/.exec(host)?.[1];
    if (family) counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([family]) => `${family}*`).sort();
}

/** Put an option into the line; a space follows, ready for the next word. */
export function accept(line: string, completion: Completion, option: string): string {
  return `${line.slice(0, completion.from)}${option} `;
}

function pick(from: number, typed: string, options: readonly string[]): Completion {
  const folded = typed.toLowerCase();
  const begins = options.filter((option) => option.toLowerCase().startsWith(folded));
  const holds = options.filter(
    (option) => !begins.includes(option) && folded.length > 1 && option.toLowerCase().includes(folded),
  );
  const found = [...begins, ...holds].slice(0, MOST);
  // The word is whole already: an open list would only catch the Enter meant for sending.
  return found.length === 1 && found[0] === typed ? NONE : { from, options: found };
}
