/** The chunks of a run as pieces to show: each stream's colours are its own. Pure. */

import type { Chunk } from "./run-part";
import { SgrReader, type Style } from "./sgr";

export interface Shown {
  text: string;
  style: Style;
  err: boolean;
  /** Bytes not shown here; 0 for text. */
  skipped: number;
}

export function readOutput(chunks: readonly Chunk[]): Shown[] {
  const readers = { out: new SgrReader(), err: new SgrReader() };
  const shown: Shown[] = [];
  for (const chunk of chunks) {
    if (chunk.stream === "note") {
      shown.push({ text: "", style: {}, err: false, skipped: chunk.skipped ?? 0 });
      continue;
    }
    const err = chunk.stream === "err";
    for (const piece of readers[chunk.stream].read(chunk.text)) add(shown, { ...piece, err, skipped: 0 });
  }
  return shown;
}

/** Neighbours that look alike are one piece: output of ten thousand lines is few nodes. */
function add(shown: Shown[], piece: Shown): void {
  const last = shown[shown.length - 1];
  if (last && last.skipped === 0 && last.err === piece.err && last.style === piece.style) last.text += piece.text;
  else shown.push(piece);
}
