/** What became of the messages of one log: told live, by pieces of the past, and by what the person has just done. */

import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { baseOf } from "../core/base-id";
import { isAmendment, withAmendments, type Fates } from "../core/thread";
import { fetchPiece, type Piece } from "../edge/logs-http";
import type { Chat, Entry, RoomBody } from "../wire/messages.gen";
import type { Outgoing } from "../wire/outbox";
import type { Conversation } from "./conversation";

const NONE: Fates = new Map();
const AFTER_ALL = Number.MAX_SAFE_INTEGER; // what the hub has not put into the log yet comes after what it has

/** What one page of a person has on its way to the hub. */
export interface OnTheWay {
  outgoing: ReadonlySignal<readonly Outgoing[]>;
  settling: ReadonlySignal<readonly Outgoing[]>;
  me: string;
}

export class Thread {
  private readonly told = signal(NONE);
  /** By the identities of messages. What the person did shows at once, and goes again when the hub refuses it. */
  readonly fates = computed(() => withAmendments(this.told.value, this.waiting()));
  private readonly recalled = new Map<string, Signal<Entry<Chat> | null>>();
  private epoch = "";

  constructor(
    private readonly log: Conversation,
    private readonly onTheWay: OnTheWay,
  ) {
    effect(() => {
      const { epoch = "" } = log.begun.value ?? {};
      if (epoch !== this.epoch) this.told.value = NONE;
      this.epoch = epoch;
      this.take(log.entries.value);
    });
  }

  /** Take in entries, in whatever order their pieces come. */
  take(entries: readonly Entry[]): void {
    this.told.value = withAmendments(this.told.peek(), entries);
  }

  /** Take in a piece of the past, and what was done since to the messages in it. */
  takePiece({ entries, amendments = [] }: Piece): void {
    this.take([...entries, ...amendments]);
  }

  /** Return a message that is not on the screen: null until it is here, and where it cannot be had. */
  recall(id: string, seq: number): ReadonlySignal<Entry<Chat> | null> {
    let known = this.recalled.get(id);
    if (!known) {
      this.recalled.set(id, (known = signal(null)));
      if (seq > 0) void this.fetch(id, seq, known).catch(() => undefined);
    }
    return known;
  }

  private async fetch(id: string, seq: number, into: Signal<Entry<Chat> | null>): Promise<void> {
    const piece = await fetchPiece(this.log.topic, { after: seq - 1 }, 1);
    const [entry] = piece.entries as Entry<RoomBody>[];
    if (entry?.body.kind !== "chat" || baseOf(entry.id) !== id) return;
    this.takePiece(piece);
    into.value = entry as Entry<Chat>;
  }

  private waiting(): Entry[] {
    const { outgoing, settling, me } = this.onTheWay;
    const items = [...settling.value, ...outgoing.value].filter((item) => !item.refused && isAmendment(item));
    return items.map(({ id, at, body }, index) => ({ seq: AFTER_ALL - items.length + index, id, at, by: me, body }));
  }
}
