/** What one host's command wrote: its beginning and its end, in the order it came, and a digest of all of it. */

import type { RunOutput, RunSkipped } from "../wire/messages.gen";
import { Digest, type Places } from "./digest";

export type Stream = "out" | "err";

/** A stretch of output, or (`note`) bytes that are not here. */
export interface OutputPiece {
  /** Counts the pieces of a host from 0: who draws them goes on after the last one drawn. */
  number: number;
  stream: Stream | "note";
  text: string;
  /** Of a note: how many bytes. */
  skipped: number;
}

/** In characters. The hub keeps more; a download has it. */
export const KEPT_HEAD = 256 * 1024;
export const KEPT_TAIL = 768 * 1024;

const encoder = new TextEncoder();

export class HostOutput {
  /** How many bytes each stream has had. */
  readonly bytes: Record<Stream, number> = { out: 0, err: 0 };
  private readonly digests: Record<Stream, Digest>;
  private readonly decoders: Record<Stream, TextDecoder> = { out: new TextDecoder(), err: new TextDecoder() };
  private readonly head: OutputPiece[] = [];
  private tail: OutputPiece[] = [];
  private headSize = 0;
  private tailSize = 0;
  private count = 0;
  private dropped = 0;

  constructor(places: Places) {
    this.digests = { out: new Digest(places), err: new Digest(places) };
  }

  /** The number the next piece gets. */
  get next(): number {
    return this.count;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Equal for two hosts when both streams are, however they were cut and mixed. */
  get digest(): string {
    return `${this.digests.out.toString()}/${this.digests.err.toString()}`;
  }

  wrote(body: RunOutput): void {
    const stream = streamOf(body.stream);
    const bytes = body.base64 ? bytesOf(body.base64) : encoder.encode(body.text ?? "");
    const missing = body.offset - this.bytes[stream];
    if (missing < 0) return; // told twice
    if (missing > 0) this.hole(stream, missing);
    this.digests[stream].add(bytes);
    this.bytes[stream] += bytes.length;
    // A sign cut in two by pieces is put together again.
    this.push(stream, this.decoders[stream].decode(bytes, { stream: true }), 0);
  }

  left(body: RunSkipped): void {
    const stream = streamOf(body.stream);
    const missing = body.offset + body.bytes - this.bytes[stream];
    if (missing > 0) this.hole(stream, missing);
  }

  /** Return the pieces from a number on; what is not kept any more is a note. */
  pieces(from = 0): OutputPiece[] {
    const begin = this.tail[0]?.number ?? this.count;
    if (from >= begin) return this.tail.slice(from - begin);
    const lost: OutputPiece[] = [];
    if (this.dropped > 0) lost.push({ number: begin - 1, stream: "note", text: "", skipped: this.dropped });
    return [...this.head.slice(from), ...lost, ...this.tail];
  }

  private hole(stream: Stream, bytes: number): void {
    this.digests[stream].addHole(this.bytes[stream], bytes);
    this.bytes[stream] += bytes;
    this.push("note", "", bytes);
  }

  private push(stream: OutputPiece["stream"], text: string, skipped: number): void {
    if (text === "" && skipped === 0) return;
    const piece: OutputPiece = { number: this.count, stream, text, skipped };
    this.count += 1;
    if (this.headSize < KEPT_HEAD) {
      this.head.push(piece);
      this.headSize += text.length;
      return;
    }
    this.tail.push(piece);
    this.tailSize += text.length;
    if (this.tailSize > 2 * KEPT_TAIL) this.trim();
  }

  /** Seldom, and then by half: it costs as much as the tail is long. */
  private trim(): void {
    let cut = 0;
    while (this.tailSize > KEPT_TAIL && cut < this.tail.length - 1) {
      const piece = this.tail[cut];
      this.tailSize -= piece?.text.length ?? 0;
      this.dropped += piece?.skipped || encoder.encode(piece?.text ?? "").length;
      cut += 1;
    }
    this.tail = this.tail.slice(cut);
  }
}

function streamOf(name: string): Stream {
  return name === "err" ? "err" : "out";
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
