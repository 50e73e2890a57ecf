/** The marks on a host's time axis: of the past as the hub tells them, and what happens while one looks. */

import { computed, effect, signal } from "@preact/signals";
import { familyOf, FAMILIES, marksOfRoom, mergedMarks, type Mark, type MarkFamily, type MarkKind } from "../core/marks";
import { contextOf } from "../core/context-range";
import { covers, lengthOf, widened, type Range } from "../core/time-range";
import { fetchMarks } from "../edge/marks-http";
import { lasting } from "../edge/storage";
import { readList, toggle } from "./arrangement";
import type { HostView } from "./host-view";
import type { Room } from "./room";

/** Which families the person does not want to see, remembered in this browser. */
export const hiddenMarks = signal<readonly MarkFamily[]>(
  readList(lasting.read("host.marks")).filter((one): one is MarkFamily => (FAMILIES as readonly string[]).includes(one)),
);

const MARGIN = 0.1; // of the length, at either end
const STRETCHES = 20;
const PAUSE_MS = 250; // while one zooms and pans
const AGAIN_MS = 15_000;
const FINER = 2; // so much shorter must a stretch be to ask again for what was thinned
const KEPT = 4_000;

/** A stretch whose marks are here; its end is Infinity where what follows comes live. */
interface Known extends Range {
  length: number;
  thinned: boolean;
}

export function turnMarks(family: MarkFamily): void {
  toggle(hiddenMarks, "host.marks", family);
}

export class HostMarks {
  private readonly told = signal<readonly Mark[]>([]);
  private readonly turns = signal<readonly Mark[]>([]);
  private known: Known[] = [];
  private timer = 0;
  private notBefore = 0;
  private closed = false;
  private readonly stops: (() => void)[];

  /** Every mark that is known, in order of time. */
  readonly all = computed<readonly Mark[]>(() =>
    mergedMarks(this.told.value, this.talk.value, this.turns.value, this.view.spikes.value.map(spikeMark)),
  );
  /** Those of the families one wants to see. */
  readonly shown = computed(() => this.all.value.filter((mark) => !hiddenMarks.value.includes(familyOf(mark))));

  private readonly talk = computed(() => marksOfRoom(this.room.main.topic, this.room.main.entries.value, this.view.id));

  constructor(
    private readonly room: Room,
    private readonly view: HostView,
  ) {
    this.stops = [effect(() => this.look()), effect(() => this.watchStatus()), effect(() => this.startOver())];
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private look(): void {
    if (this.wanted() === null) return;
    this.timer ||= window.setTimeout(() => void this.fetch(), Math.max(PAUSE_MS, this.notBefore - Date.now()));
  }

  /** After an absence of the hub nobody told what happened meanwhile. */
  private startOver(): void {
    if (this.room.connection.phase.value.name === "live") this.known = [];
  }

  /** What is to be asked for: as much as the overview shows; null when that is known. */
  private wanted(): Range | null {
    const range = this.view.picture.value?.range;
    if (!range) return null;
    const length = lengthOf(range);
    const isKnown = this.known.some((one) => covers(one, range) && (!one.thinned || one.length <= FINER * length));
    return isKnown ? null : widened(this.thins(range) ? range : contextOf(range, this.view.limits(), null), MARGIN);
  }

  /** Whether a longer stretch around this one is known already, but not all of it. */
  private thins(range: Range): boolean {
    return this.known.some((one) => one.thinned && covers(one, range));
  }

  private async fetch(): Promise<void> {
    this.timer = 0;
    const wanted = this.wanted();
    if (!wanted) return;
    const now = this.room.connection.now();
    const asked = { from: wanted.from, to: Math.max(wanted.from + 1, Math.min(wanted.to, now)) };
    try {
      const { marks, more } = await fetchMarks(this.view.id, asked);
      if (this.closed) return;
      const known = { from: asked.from, to: wanted.to >= now ? Infinity : wanted.to, length: lengthOf(asked), thinned: more };
      this.known = [known, ...this.known].slice(0, STRETCHES);
      this.told.value = mergedMarks(this.told.peek(), marks).slice(-KEPT);
    } catch {
      this.notBefore = Date.now() + AGAIN_MS; // the axis does without until then
    }
  }

  /** What the host's status turns to while one looks, and when it last did. */
  private watchStatus(): void {
    const host = this.room.hosts.cells.value.get(this.view.id)?.host.value;
    if (!host || !isTurn(host.status)) return;
    const turn: Mark = { at: host.since, kind: host.status, topic: "", seq: 0, by: host.name, text: "", run: "" };
    if (!this.turns.peek().some((one) => one.at === turn.at && one.kind === turn.kind)) this.turns.value = [...this.turns.peek(), turn];
  }
}

function isTurn(status: string): status is MarkKind & ("up" | "down" | "late") {
  return status === "up" || status === "down" || status === "late";
}

function spikeMark({ at, series }: { at: number; series: string }): Mark {
  return { at, kind: "spike", topic: "", seq: 0, by: "", text: series, run: "" };
}
