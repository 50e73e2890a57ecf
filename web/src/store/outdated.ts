/**
 * Whether the hub is of another version than this page, either way: then the page is loaded anew, by the person, or by
 * itself where nobody would notice. Fetched apart.
 */

import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { isIdle } from "../edge/idle";
import { tabbed } from "../edge/storage";
import type { Connection } from "./connection";

/** Why: another version greeted, or code of this page is no longer there. */
export type Reason = "version" | "parts";

/** Code that is fetched apart: how often it could not be had, and how to try again. */
interface Pieces {
  losses: ReadonlySignal<number>;
  again: () => Promise<void>;
}

const RELOADED = "reloaded";
const PAUSE_MS = 3_600_000; // hubs of two versions behind one address must not have a page reload for ever

export class Outdated {
  readonly reason = signal<Reason | null>(null);
  /** The version that served this page: the first that greeted it. */
  private first = "";
  private readonly stops: (() => void)[];

  constructor(
    private readonly connection: Connection,
    private readonly pieces: Pieces,
    private readonly reload: () => void = () => location.reload(),
  ) {
    this.stops = [effect(() => this.greeted()), effect(() => this.missed()), effect(() => this.mayReload())];
    document.addEventListener("visibilitychange", this.mayReload);
    this.stops.push(() => document.removeEventListener("visibilitychange", this.mayReload));
  }

  close(): void {
    for (const stop of this.stops) stop();
  }

  private greeted(): void {
    const version = this.connection.me.value?.version ?? "";
    this.first ||= version;
    if (version !== this.first) this.reason.value = "version";
    else if (this.reason.peek() === "version") this.reason.value = null;
  }

  /** What could not be had is tried once more with a hub that answers: what is missing then is gone. */
  private missed(): void {
    const isLive = this.connection.phase.value.name === "live";
    if (!isLive || this.pieces.losses.value === 0 || this.reason.peek()) return;
    const before = this.pieces.losses.peek();
    void this.pieces.again().then(() => {
      if (this.pieces.losses.peek() > before && this.connection.phase.peek().name === "live") this.reason.value ??= "parts";
    });
  }

  /** Nobody looks, nothing typed would be lost, and it was not done a moment ago. */
  private readonly mayReload = (): void => {
    if (!this.reason.value || this.connection.outgoing.value.length > 0 || !isIdle()) return;
    const last = tabbed.read(RELOADED);
    const now = Date.now();
    if (typeof last === "number" && Math.abs(now - last) < PAUSE_MS) return;
    tabbed.write(RELOADED, now);
    if (tabbed.read(RELOADED) === now) this.reload(); // who cannot remember it would do it over and over
  };
}
