/** Runs that are saved, by name: the same for everybody. */

import { signal } from "@preact/signals";
import { merged } from "../core/merged";
import type { SavedRun } from "../wire/messages.gen";
import type { Connection } from "./connection";

const TOPIC = "saved-runs";

export interface Saved extends SavedRun {
  id: string;
}

export class SavedRuns {
  /** By name. */
  readonly all = signal<readonly Saved[]>([]);
  readonly close: () => void;
  private known: ReadonlyMap<string, SavedRun> = new Map();

  constructor(connection: Connection) {
    this.close = connection.follow(TOPIC, { anew: true }, {
      change: (change) => {
        this.known = merged(this.known, change, (run) => run as SavedRun);
        this.all.value = [...this.known].map(([id, run]) => ({ id, ...run })).sort((a, b) => a.name.localeCompare(b.name));
      },
    });
  }
}
