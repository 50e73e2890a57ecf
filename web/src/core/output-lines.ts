/** Output as lines of plain text, for comparing and copying. Pure. */

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

function linesOf(text: string): string[] {
  if (text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}
