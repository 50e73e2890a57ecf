/** Runs that are saved, by name: the same for everybody. */

import { signal } from "@preact/signals";
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
  private known = new Map<string, SavedRun>();

  constructor(connection: Connection) {
    this.close = connection.follow(TOPIC, { anew: true }, {
      change: ({ set, removed, reset }) => {
        if (reset) this.known = new Map();
        for (const [id, run] of Object.entries(set)) this.known.set(id, run as SavedRun);
        for (const id of removed) this.known.delete(id);
        this.all.value = [...this.known].map(([id, run]) => ({ id, ...run })).sort((a, b) => a.name.localeCompare(b.name));
      },
    });
  }
}
