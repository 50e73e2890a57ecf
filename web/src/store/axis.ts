/** The time axis all charts of a host share: what part is shown, and where the cursor stands. */

import { signal } from "@preact/signals";

export const LIVE_SECONDS = 600;
const LEAST_SECONDS = 120;

export class Axis {
  /** Seconds since 1970; null: the last ten minutes, moving. */
  readonly zoom = signal<readonly [number, number] | null>(null);
  /** The row under the cursor; null: the newest. */
  readonly cursor = signal<number | null>(null);

  /** Return what is to be shown of rows from `oldest` to `newest` (seconds): of a young host, less than ten minutes. */
  range(oldest: number, newest: number): [number, number] {
    const zoom = this.zoom.value;
    if (zoom) return [zoom[0], zoom[1]];
    const span = Math.min(LIVE_SECONDS, Math.max(LEAST_SECONDS, newest - oldest));
    return [newest - span, newest];
  }

  live(): void {
    this.zoom.value = null;
  }
}
