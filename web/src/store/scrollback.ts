/** A conversation as far back as the hub keeps it: what is on the screen of it, and how to get to the rest. */

import { computed, effect, signal } from "@preact/signals";
import { baseOf } from "../core/base-id";
import { elsewhere, grown, newest, withNewer, withOlder, type LogWindow, type Stretch, type Wanted } from "../core/log-window";
import { isAmendment } from "../core/thread";
import { fetchPiece, type Piece, type Place } from "../edge/logs-http";
import type { Entry } from "../wire/messages.gen";
import type { Conversation } from "./conversation";

const PAGE = 100;
const AROUND = 30; // entries before the one that is looked for
const FAR = 30; // pages back in search of a message of which only the identity is known
const TRIES = 8; // pages without anything that is wanted: then the person may ask on

export class Scrollback {
  readonly window = signal<LogWindow>({ entries: [], from: 1, to: 0, live: true });
  readonly state = signal<"still" | "older" | "newer" | "failed">("still");
  /** Whether the person reads at the bottom. */
  atBottom = true;
  /** The oldest entry the hub has; it grows as old ones are dropped. */
  private readonly first = signal(1);
  readonly isAtStart = computed(() => this.window.value.from <= this.first.value);
  /** How many were there once, before the first. */
  readonly dropped = computed(() => this.first.value - 1);
  private readonly stop: () => void;
  private epoch = "";

  /** `wanted` tells what of the log is shown at all. */
  constructor(
    private readonly log: Conversation,
    private readonly wanted: Wanted = () => true,
    private readonly onPiece: (piece: Piece) => void = () => undefined,
  ) {
    this.stop = effect(() => this.follow());
  }

  close(): void {
    this.stop();
  }

  async older(): Promise<void> {
    if (this.state.peek() === "older" || this.isAtStart.peek()) return;
    await this.busy("older", async () => {
      for (let tried = 0; tried < TRIES && !this.isAtStart.peek(); tried += 1) {
        const before = this.window.peek();
        const piece = await this.fetch({ before: before.from });
        if (!piece || this.window.peek().from !== before.from) return; // the person has gone elsewhere
        this.window.value = withOlder(this.window.peek(), stretchOf(piece, before.from - PAGE, before.from - 1), this.wanted);
        if (this.window.peek().entries.length > before.entries.length) return;
      }
    });
  }

  async newer(): Promise<void> {
    const { live, to } = this.window.peek();
    if (live || this.state.peek() === "newer") return;
    await this.busy("newer", async () => {
      const piece = await this.fetch({ after: to });
      if (!piece) return;
      const last = piece.entries[piece.entries.length - 1]?.seq ?? piece.head;
      this.window.value = withNewer(this.window.peek(), stretchOf(piece, to + 1, last), this.tail, this.wanted);
    });
  }

  toNewest(): void {
    this.window.value = newest(this.tail, this.wanted);
  }

  /** Show what was said from a time on (ms), and a little before; false when that is not to be had. */
  async toTime(at: number): Promise<boolean> {
    const start = this.tail.entries[0];
    if (!start || start.at <= at || start.seq <= this.first.peek()) return true; // it is here
    return this.toPlace({ at });
  }

  /** Show an entry and what is around it; false when that is not to be had. */
  async toSeq(seq: number): Promise<boolean> {
    const isHere = (): boolean => seq >= this.window.peek().from && seq <= this.window.peek().to;
    if (isHere()) return true;
    if (seq >= this.tail.from) this.toNewest();
    return isHere() || this.toPlace({ after: seq - 1 });
  }

  /** Go back until a message is here; returns its seq, 0 when it is not to be had. */
  async toMessage(id: string): Promise<number> {
    const seqOf = (): number => this.window.peek().entries.find((entry) => baseOf(entry.id) === id && !isAmendment(entry))?.seq ?? 0;
    for (let page = 0; page < FAR && seqOf() === 0 && !this.isAtStart.peek(); page += 1) {
      const { from } = this.window.peek();
      await this.older();
      if (this.window.peek().from === from) break;
    }
    return seqOf();
  }

  private async toPlace(place: Place): Promise<boolean> {
    let found = false;
    await this.busy("older", async () => {
      const after = await this.fetch(place);
      const first = after?.entries[0];
      const before = first && (await this.fetch({ before: first.seq }, AROUND));
      if (!after || !first || !before) return;
      const last = after.entries[after.entries.length - 1]?.seq ?? first.seq;
      const whole = { ...after, entries: [...before.entries, ...after.entries] };
      this.window.value = elsewhere(stretchOf(whole, first.seq - AROUND, last), this.tail, this.wanted);
      found = true;
    });
    return found;
  }

  /** What comes live joins in; a log that begins anew is shown from its newest. */
  private follow(): void {
    const [begun, tail] = [this.log.begun.value, this.tail];
    this.first.value = Math.max(begun?.first ?? 1, begun?.epoch === this.epoch ? this.first.peek() : 1);
    const isAnew = begun?.epoch !== this.epoch || tail.to < this.window.peek().to;
    this.epoch = begun?.epoch ?? "";
    const before = this.window.peek();
    this.window.value =
      isAnew || before.to === 0 ? newest(tail, this.wanted) : grown(before, tail, this.wanted, this.atBottom);
  }

  /** The newest there are here. */
  private get tail(): Stretch {
    const entries = this.log.entries.value;
    const [from, to] = [entries[0]?.seq ?? 1, entries[entries.length - 1]?.seq ?? 0];
    return { entries, from, to };
  }

  /** Null when the log began anew meanwhile: then there is nothing to add to. */
  private async fetch(place: Place, limit = PAGE): Promise<Piece | null> {
    const piece = await fetchPiece(this.log.topic, place, limit);
    if (piece.epoch !== this.epoch) return null;
    this.first.value = piece.first;
    this.onPiece(piece);
    return piece;
  }

  private async busy(what: "older" | "newer", act: () => Promise<void>): Promise<void> {
    this.state.value = what;
    try {
      await act();
      this.state.value = "still";
    } catch {
      this.state.value = "failed";
    }
  }
}

/** What the disk has lost of a stretch was there once: it is a hole between entries, and the stretch goes over it. */
function stretchOf({ entries, first }: { entries: readonly Entry[]; first: number }, from: number, to: number): Stretch {
  return { entries, from: Math.max(from, first, 1), to };
}
