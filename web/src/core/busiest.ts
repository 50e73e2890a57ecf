/** Who was busy at a moment, of what a host wrote down. Pure; times in ms since 1970 UTC. */

import type { Busiest, BusyProcess } from "../wire/messages.gen";

export const MINUTE_MS = 60_000;
const SPIKE_MS = 2_000;
/** Beyond this a note tells nothing about a moment. */
export const FAR_MS = 90_000;

/** Return the note nearest to a moment, null when none is near. Of equally near ones a spike's tells more. */
export function nearest(notes: readonly Busiest[], at: number): Busiest | null {
  let found: Busiest | null = null;
  for (const note of notes) {
    const better = !found || distance(note, at) < distance(found, at);
    const sharper = found && distance(note, at) === distance(found, at) && note.reason === "spike";
    if (better || sharper) found = note;
  }
  return found && distance(found, at) <= FAR_MS ? found : null;
}

/** A minute's note is about the minute before it, a spike's about the second after it began. */
function distance({ at, reason }: Busiest, moment: number): number {
  const [from, to] = reason === "spike" ? [at - SPIKE_MS, at + SPIKE_MS] : [at - MINUTE_MS, at];
  return Math.max(0, from - moment, moment - to);
}

export function byCpu(processes: readonly BusyProcess[], most: number): BusyProcess[] {
  return [...processes].sort((a, b) => b.cpu - a.cpu || b.memory - a.memory).slice(0, most);
}

export function byMemory(processes: readonly BusyProcess[], most: number): BusyProcess[] {
  return [...processes].sort((a, b) => b.memory - a.memory || b.cpu - a.cpu).slice(0, most);
}
