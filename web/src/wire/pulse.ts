/**
 * Signs of life of one connection after the other: when something was heard, how late the hub's words come, and whether
 * this page slept meanwhile. Times are ms, this machine's clock unless said otherwise. Pure.
 */

import { HubClock } from "./hub-clock";
import { SILENCE_MS, type TimeOk, type Welcome } from "./messages.gen";

const PROBE_MS = 3_000; // how often the hub is asked for its time
const ASLEEP_MS = 10_000; // a tick so late was stopped: the machine slept, or the page was frozen
const PROOF_MS = 1_000; // who has slept waits no longer for a sign of life
const PATIENCE = 3; // times as long as the last answer took

export class Pulse {
  /** When the newest frame came; 0 before any. */
  newest = 0;
  private readonly clock = new HubClock();
  private heard = 0;
  private asked = 0;
  private isAsking = false;
  private late = 0;
  private ticked = Infinity;
  private proofUntil = Infinity;

  /** The hub's clock is so far ahead. */
  get offset(): number {
    return this.clock.offset;
  }

  /** How late the hub's words come now: as late as its last answer, or as long as one is overdue. */
  behind(now: number): number {
    return Math.max(this.late, this.isAsking ? now - this.asked : 0);
  }

  /** A connection is being made. */
  began(now: number): void {
    this.heard = now;
    this.isAsking = false;
    this.proofUntil = Infinity;
  }

  frame(now: number): void {
    this.heard = this.newest = now;
    this.proofUntil = Infinity;
  }

  welcomed({ at }: Welcome, now: number): void {
    this.late = this.clock.greeted(at, now);
  }

  /** The hub was asked for its time. */
  probed(now: number): void {
    this.asked = now;
    this.isAsking = true;
  }

  answered({ sent, at }: TimeOk, now: number): void {
    this.isAsking &&= sent !== this.asked;
    this.late = this.clock.answered(sent, at, now);
  }

  /** Expect a sign of life soon; returns false when one is expected already. */
  doubt(now: number): boolean {
    if (this.proofUntil < Infinity) return false;
    this.proofUntil = now + Math.max(PROOF_MS, PATIENCE * this.late);
    return true;
  }

  /** Note that time goes on; returns whether it had stopped. */
  ticks(now: number): boolean {
    const slept = now - this.ticked >= ASLEEP_MS;
    this.ticked = now;
    this.heard = Math.min(this.heard, now); // the clock was set back
    return slept;
  }

  isProbeDue(now: number): boolean {
    return !this.isAsking && Math.abs(now - this.asked) >= PROBE_MS;
  }

  /** No sign of life came though one was expected. */
  isDead(now: number): boolean {
    return now >= this.proofUntil;
  }

  isSilent(now: number): boolean {
    return now - this.heard >= SILENCE_MS;
  }

  /** Being connected has taken as long as only a page that slept takes. */
  isStuck(now: number): boolean {
    return now - this.heard >= ASLEEP_MS;
  }
}
