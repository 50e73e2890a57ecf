/** When a host's values left their bands: as they happen, and in the past that is looked at. */

import { effect } from "@preact/signals";
import { HOUR, lengthOf } from "../core/time-range";
import { fetchPiece } from "../edge/logs-http";
import type { Busiest, Entry } from "../wire/messages.gen";
import type { Connection } from "./connection";
import type { HostView, Spike } from "./host-view";

const TAIL = 15; // one a minute, so about the ten minutes one sees first
const LONGEST_MS = 3 * HOUR; // each entry names twenty processes: more of them are too much to fetch for marks
const HOUR_ENTRIES = 180; // one a minute, and at most two spikes

/** Follow a host's log of busy moments; returns how to stop. */
export function followSpikes(connection: Connection, view: HostView): () => void {
  const topic = `host/${view.id}/busiest`;
  const begun = connection.now();
  const asked = new Set<number>();
  const take = (entries: readonly Entry<Busiest>[]): void => {
    const found = spikesOf(entries).filter(({ at }) => !view.spikes.peek().some((one) => one.at === at));
    if (found.length > 0) view.spikes.value = [...view.spikes.peek(), ...found];
  };
  const stopLive = connection.follow(topic, { tail: TAIL }, { entries: (entries) => take(entries as Entry<Busiest>[]) });
  const stopPast = effect(() => {
    const range = view.picture.value?.range;
    if (!range || lengthOf(range) > LONGEST_MS) return;
    for (const hour of hoursOf(range.from, Math.min(range.to, begun))) {
      if (asked.has(hour)) continue;
      asked.add(hour);
      fetchPiece<Busiest>(topic, { at: hour }, HOUR_ENTRIES).then(
        ({ entries }) => take(entries),
        () => asked.delete(hour),
      );
    }
  });
  return () => {
    stopLive();
    stopPast();
  };
}

function spikesOf(entries: readonly Entry<Busiest>[]): Spike[] {
  return entries
    .filter(({ body }) => body.reason === "spike")
    .map(({ body: { at, series = "", value = null } }) => ({ at, series, value }));
}

function hoursOf(from: number, to: number): number[] {
  const hours: number[] = [];
  for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) hours.push(hour);
  return hours;
}
