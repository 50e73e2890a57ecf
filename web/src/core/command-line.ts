/** Commands as a line: typed, and shown so that it means the same when it is typed again. Pure. */

import { visibleText } from "./visible-text";
import { splitWords } from "./words";

export function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args.map(quoted)].join(" ");
}

/** Return the line to be read, not typed again: nothing in it is hidden. */
export function shownLine(command: string, args: readonly string[] = []): string {
  return visibleText(commandLine(command, args));
}

/**
 * Take a line as it was typed; null when it is none, or a quotation mark is not closed. The host cuts it into words:
 * where its owner allows a shell, that reads it.
 */
export function readCommand(line: string): { command: string; arguments: string[] } | null {
  const { words, open } = splitWords(line);
  return open || words.length === 0 ? null : { command: line.trim(), arguments: [] };
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replace(/'/g, `'"'"'`)}'`;
}
