/** A host's processes as they are. Collecting them costs the host something: it is asked only while somebody looks. */

import { signal } from "@preact/signals";
import { merged } from "../core/merged";
import type { Process } from "../wire/messages.gen";
import type { Connection } from "./connection";

const PACE_MS = 1_000;

export class LiveProcesses {
  /** By process number; null until the host has told. */
  readonly all = signal<ReadonlyMap<string, Process> | null>(null);
  readonly close: () => void;

  constructor(connection: Connection, host: string) {
    this.close = connection.follow(`host/${host}/processes`, { every_ms: PACE_MS }, {
      change: (change) => (this.all.value = merged(this.all.value ?? new Map(), change, (one) => one as Process)),
    });
  }
}
