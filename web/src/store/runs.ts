/** Runs on the screen: each followed while somebody looks at its card. */

import { signal, type Signal } from "@preact/signals";
import { fold, NOTHING, type Run } from "../core/run";
import type { Entry } from "../wire/messages.gen";
import type { Connection } from "./connection";

const TAIL = 200; // at 16 KiB an entry already more than is shown
const PER_HOST = 8; // entries of a host that writes little
const SHOWN_EVERY_MS = 100;

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
    const batch = new Batch((entries) => (held.run.value = fold(held.run.value, entries)));
    held.stop = this.connection.follow(`run/${id}`, { tail: TAIL + PER_HOST * hosts, anew: true }, {
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

/** Output comes faster than anybody reads: it is folded and drawn ten times a second. */
class Batch {
  private waiting: Entry[] = [];
  private timer = 0;

  constructor(private readonly take: (entries: readonly Entry[]) => void) {}

  add(entries: readonly Entry[]): void {
    for (const entry of entries) this.waiting.push(entry);
    this.timer ||= window.setTimeout(() => this.flush(), SHOWN_EVERY_MS);
  }

  clear(): void {
    this.waiting = [];
  }

  private flush(): void {
    this.timer = 0;
    const entries = this.waiting;
    this.waiting = [];
    this.take(entries);
  }
}
