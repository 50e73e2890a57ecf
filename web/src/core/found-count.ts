/** How often a text stands in an output, in any case of letters, as the output grows. Pure; reads every piece once. */

import type { HostOutput, Stream } from "./host-output";
import { SgrReader } from "./sgr";

interface Reading {
  reader: SgrReader;
  /** The end of what was read, which may be the beginning of a place. */
  rest: string;
}

export class FoundCount {
  private count = 0;
  private next = 0;
  private readonly wanted: string;
  private readonly readings: Record<Stream, Reading> = {
    out: { reader: new SgrReader(), rest: "" },
    err: { reader: new SgrReader(), rest: "" },
  };

  /** `wanted` is not empty. */
  constructor(wanted: string) {
    this.wanted = wanted.toLowerCase();
  }

  /** Read on; return how often it was found so far. */
  read(output: Pick<HostOutput, "next" | "pieces">): number {
    for (const { stream, text } of output.pieces(this.next)) {
      if (stream !== "note") this.search(this.readings[stream], text);
    }
    this.next = output.next;
    return this.count;
  }

  private search(reading: Reading, piece: string): void {
    const plain = reading.reader.read(piece).map(({ text }) => text).join("");
    const text = reading.rest + plain.toLowerCase();
    const { length } = this.wanted;
    let end = 0;
    for (let at = text.indexOf(this.wanted); at >= 0; at = text.indexOf(this.wanted, end)) {
      this.count += 1;
      end = at + length;
    }
    reading.rest = text.slice(Math.max(end, text.length - length + 1));
  }
}
