/** What can complete the line being typed. Pure. */

import { COMMANDS } from "./saying";

export interface Known {
  hosts: readonly string[];
  commands: (host: string) => readonly string[];
  logins: readonly string[];
}

export interface Completion {
  /** Where the part begins that an option replaces. */
  from: number;
  options: string[];
}

const MOST = 8;
const NONE: Completion = { from: 0, options: [] };

/** Return the options for `line`, whose end is where the person types. */
export function complete(line: string, known: Known): Completion {
  if (!line.startsWith("/")) return NONE;
  const words = line.split(" ");
  const last = words[words.length - 1] ?? "";
  const from = line.length - last.length;
  if (words.length === 1) return pick(0, line, COMMANDS.map((name) => `/${name}`));
  if (words[0] === "/run" && words.length === 2) return pick(from, last, known.hosts);
  if (words[0] === "/run" && words.length === 3) return pick(from, last, known.commands(words[1] ?? ""));
  if (words[0] === "/msg" && words.length === 2) return pick(from, last, known.logins);
  return NONE;
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
