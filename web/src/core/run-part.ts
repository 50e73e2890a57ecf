/** One host's part of a run: how far it is, and the end of what it wrote. Pure; changed in place while folding. */

import type { RunOutput, RunSkipped, RunState } from "../wire/messages.gen";
import { RUN_FINAL } from "../wire/messages.gen";

export interface Chunk {
  stream: "out" | "err" | "note";
  text: string;
  /** Of a note: how many bytes are not shown. */
  skipped?: number;
}

/** How far a host is. */
export interface PartState {
  host: string;
  name: string;
  state: string;
  code: number | null;
  signal: string;
  reason: string;
  ms: number;
  /** When the command began, by the hub's clock; 0 before. */
  began: number;
}

export interface HostPart extends PartState {
  chunks: readonly Chunk[];
}

/** A page shows the end of long outputs; the hub keeps more. In characters. */
export const MAX_SHOWN = 64 * 1024;
const CHUNK = 4 * 1024;

const encoder = new TextEncoder();

/** Folds bodies into a copy of a part; `done` returns it. */
export class PartDraft {
  private readonly chunks: Chunk[];
  private part: HostPart;
  /** The byte each stream goes on with, as far as this page has seen. */
  private readonly next: Record<string, number>;

  constructor(part: HostPart, next: Record<string, number>) {
    this.part = part;
    this.chunks = [...part.chunks];
    this.next = next;
  }

  moved(body: RunState, at: number): void {
    this.part = moved(this.part, body, at);
  }

  wrote(body: RunOutput): void {
    const stream = body.stream === "err" ? "err" : "out";
    const text = textOf(body);
    const missing = body.offset - (this.next[stream] ?? 0);
    if (missing > 0) this.skipped(missing);
    this.next[stream] = body.offset + (body.base64 ? Math.floor((body.base64.length * 3) / 4) : encoder.encode(text).length);
    const last = this.chunks[this.chunks.length - 1];
    if (last?.stream === stream && last.text.length + text.length <= CHUNK) {
      this.chunks[this.chunks.length - 1] = { stream, text: last.text + text };
    } else {
      this.chunks.push({ stream, text });
    }
  }

  left(body: RunSkipped): void {
    this.skipped(body.bytes);
    this.next[body.stream === "err" ? "err" : "out"] = body.offset + body.bytes;
  }

  done(): HostPart {
    this.trim();
    return { ...this.part, chunks: this.chunks };
  }

  private skipped(bytes: number): void {
    this.chunks.push({ stream: "note", text: "", skipped: bytes });
  }

  private trim(): void {
    let size = this.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
    let cut = 0;
    let skipped = 0;
    while (size > MAX_SHOWN && cut < this.chunks.length - 1) {
      const chunk = this.chunks[cut];
      size -= chunk?.text.length ?? 0;
      skipped += chunk?.skipped ?? chunk?.text.length ?? 0;
      cut += 1;
    }
    if (cut > 0) this.chunks.splice(0, cut, { stream: "note", text: "", skipped });
  }
}

/** Return the part after a word about its state. */
export function moved<P extends PartState>(part: P, body: RunState, at: number): P {
  if (isFinal(part.state)) return part; // a final state is final
  return {
    ...part,
    state: body.state,
    code: body.code ?? part.code,
    signal: body.signal ?? part.signal,
    reason: body.reason ?? part.reason,
    ms: body.ms ?? part.ms,
    began: body.state === "running" && part.began === 0 ? at : part.began,
  };
}

export function isFinal(state: string): boolean {
  return (RUN_FINAL as readonly string[]).includes(state);
}

/** Tell whether a part did what was asked: exited with 0. */
export function succeeded(part: PartState): boolean {
  return part.state === "exited" && part.code === 0;
}

export function newPart(host: string, name: string): HostPart {
  return { host, name, state: "requested", code: null, signal: "", reason: "", ms: 0, began: 0, chunks: [] };
}

function textOf(output: RunOutput): string {
  if (!output.base64) return output.text ?? "";
  try {
    const bytes = Uint8Array.from(atob(output.base64), (sign) => sign.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return "\ufffd";
  }
}
