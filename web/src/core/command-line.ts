/** A command and its arguments as one line that means the same when it is typed again. Pure. */

import { splitWords } from "./words";

export function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args].map(quoted).join(" ");
}

/** Read it back; null when it is none, or a quotation mark is not closed. */
export function readCommand(line: string): { command: string; arguments: string[] } | null {
  const { words, open } = splitWords(line);
  const [command, ...args] = words;
  return open || !command ? null : { command, arguments: args };
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replace(/'/g, `'"'"'`)}'`;
}
