/** What the palette offers, while it is open: it follows the saved runs and fetches the newest runs once. */

import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { EVERY_RUN, type RunLine } from "../../core/run-list";
import type { Entry } from "../../core/palette";
import { fetchRuns } from "../../edge/runs-http";
import { SavedRuns } from "../../store/saved-runs";
import { useRoom } from "../context";
import { actionEntries, hostEntries, personEntries, roomEntries, runEntries, savedEntries } from "./palette-entries";

const NEWEST_RUNS = 50;

export function useEntries(): ReadonlySignal<readonly Entry[]> {
  const room = useRoom();
  const runs = useSignal<readonly RunLine[]>([]);
  const saved = useMemo(() => new SavedRuns(room.connection), [room]);
  useEffect(() => saved.close, [saved]);
  useEffect(() => {
    void fetchRuns(EVERY_RUN, null, NEWEST_RUNS).then((page) => (runs.value = page.runs), () => undefined);
  }, []);
  // Each kind for itself: a person who comes does not have 2,000 hosts listed anew.
  const hosts = useComputed(() => hostEntries(room));
  const acts = useComputed(() => placesFirst(actionEntries()));
  const people = useComputed(() => personEntries(room));
  const rooms = useComputed(() => roomEntries(room));
  const past = useComputed(() => [...savedEntries(room, saved.all.value), ...runEntries(runs.value)]);
  return useComputed(() => [...acts.value, ...rooms.value, ...people.value, ...hosts.value, ...past.value]);
}

/** Where one can go before what one can do here: the latter are many. */
function placesFirst(entries: readonly Entry[]): readonly Entry[] {
  return [...entries.filter(({ kind }) => kind === "view"), ...entries.filter(({ kind }) => kind !== "view")];
}
