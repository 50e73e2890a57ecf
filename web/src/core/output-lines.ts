/** Output as lines of plain text, for comparing, searching and copying. Pure. */

import type { OutputPiece } from "./host-output";
import { SgrReader } from "./sgr";

/** Return the lines of both streams, each stream's own: first the output, then the errors. Controls are signs. */
export function plainLines(pieces: readonly OutputPiece[]): string[] {
  return [...linesOf(plainText(pieces, "out")), ...linesOf(plainText(pieces, "err"))];
}

/** Return what a stream wrote, or both in the order it came. */
export function plainText(pieces: readonly OutputPiece[], only?: "out" | "err"): string {
  const readers = { out: new SgrReader(), err: new SgrReader() };
  const text: string[] = [];
  for (const piece of pieces) {
    if (piece.stream === "note" || (only && piece.stream !== only)) continue;
    for (const part of readers[piece.stream].read(piece.text)) text.push(part.text);
  }
  for (const reader of Object.values(readers)) for (const part of reader.end()) text.push(part.text);
  return text.join("");
}

/** Count where a text is found, in any case of letters, up to a bound. */
export function countFound(text: string, wanted: string, most: number): number {
  if (wanted === "") return 0;
  const [hay, needle] = [text.toLowerCase(), wanted.toLowerCase()];
  let count = 0;
  for (let at = hay.indexOf(needle); at >= 0 && count < most; at = hay.indexOf(needle, at + needle.length)) count += 1;
  return count;
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}
