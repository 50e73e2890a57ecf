/** Runs on the screen: each followed while somebody looks at its card. */

import { signal, type Signal } from "@preact/signals";
import { fold, NOTHING, type Run } from "../core/run";
import { isTopicPart } from "../core/topic-part";
import { fetchPiece } from "../edge/logs-http";
import type { Entry, RunBody } from "../wire/messages.gen";
import type { Connection } from "./connection";

const TAIL = 200; // at 16 KiB an entry already more than is shown
const PER_HOST = 8; // entries of a host that writes little
const SHOWN_EVERY_MS = 100;
const PAGE = 500;
const MOST_PAGES = 8;

export interface RunView {
  run: Signal<Run>;
  /** The hub no longer keeps it, or does not show it to us. */
  gone: Signal<boolean>;
}

interface Held extends RunView {
  users: number;
  stop: () => void;
}

export class Runs {
  private readonly held = new Map<string, Held>();

  constructor(private readonly connection: Connection) {}

  /** Return the run, of so many hosts, as it goes; call `release` with its id when the card is gone. */
  hold(id: string, hosts: number): RunView {
    const known = this.held.get(id);
    if (known) {
      known.users += 1;
      return known;
    }
    const held: Held = { run: signal(NOTHING), gone: signal(false), users: 1, stop: () => undefined };
    this.held.set(id, held);
    if (!isTopicPart(id)) {
      held.gone.value = true;
      return held;
    }
    const batch = new Batch((entries) => (held.run.value = fold(held.run.value, entries)));
    const recall = (before: number): void => {
      if (before === 0 || hosts <= 1 || held.run.peek() !== NOTHING) return; // the end of one host's log tells how it ended
      batch.wait(statesBefore(`run/${id}`, before));
    };
    held.stop = this.connection.follow(`run/${id}`, { tail: TAIL + PER_HOST * hosts, anew: true }, {
      begun: ({ after }) => recall(after),
      entries: (entries) => batch.add(entries),
      forget: () => {
        batch.clear();
        held.run.value = NOTHING;
      },
      refused: () => (held.gone.value = true),
    });
    return held;
  }

  release(id: string): void {
    const held = this.held.get(id);
    if (!held) return;
    held.users -= 1;
    if (held.users > 0) return;
    held.stop();
    this.held.delete(id);
  }
}

/**
 * Return how far the hosts of a run were before an entry, as far as a card may read for it: whoever ended long before the
 * others is not in the tail.
 */
async function statesBefore(topic: string, before: number): Promise<Entry[]> {
  const states: Entry[] = [];
  let after = 0;
  for (let page = 0; page < MOST_PAGES && after < before; page += 1) {
    const { entries, head } = await fetchPiece<RunBody>(topic, { after }, PAGE);
    const older = entries.filter(({ seq, body }) => seq <= before && (body.kind === "requested" || body.kind === "state"));
    states.push(...older);
    after = entries[entries.length - 1]?.seq ?? head;
  }
  return states;
}

/** Output comes faster than anybody reads: it is folded and drawn ten times a second. */
class Batch {
  private waiting: Entry[] = [];
  private timer = 0;
  private held = false;

  constructor(private readonly take: (entries: readonly Entry[]) => void) {}

  add(entries: readonly Entry[]): void {
    for (const entry of entries) this.waiting.push(entry);
    this.timer ||= window.setTimeout(() => this.flush(), SHOWN_EVERY_MS);
  }

  /** Take other entries first, as soon as they are here; without them when they cannot be had. */
  wait(others: Promise<readonly Entry[]>): void {
    this.held = true;
    void others.catch(() => []).then((first: readonly Entry[]) => {
      this.held = false;
      this.waiting.unshift(...first);
      this.flush();
    });
  }

  clear(): void {
    this.waiting = [];
  }

  private flush(): void {
    this.timer = 0;
    if (this.held || this.waiting.length === 0) return;
    const entries = this.waiting;
    this.waiting = [];
    this.take(entries);
  }
}
