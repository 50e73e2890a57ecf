/** What one does with a fleet: read the query, complete it, choose what is shown, act on what is selected. */

import { effect, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { parseQuery } from "../../core/fleet-query";
import { EVERY_HOST } from "../../core/host-test";
import { statesOf } from "../../core/query-edit";
import { testOf } from "../../core/query-test";
import { explain, register } from "../../store/actions";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";
import { Display } from "./display";
import { FilterAid } from "./filter-aid";
import { FilterCount } from "./filter-count";
import { FilterHelp } from "./filter-help";
import { fleetActions, fleetKeys } from "./fleet-actions";
import { SavedFilters } from "./saved-filters";
import { SelectionBar } from "./selection-bar";
import "../../style/forms.css";
import "./tools.css";

export function FleetTools({ view, narrow }: { view: FleetView; narrow: boolean }) {
  const room = useRoom();
  useEffect(() => readFor(view), [view]);
  useEffect(() => register(() => fleetActions(view, room)), [view, room]);
  useEffect(() => explain(fleetKeys), []);
  const any = useComputed(() => view.selection.value.size > 0).value;
  return (
    <>
      <FilterAid view={view} />
      <div class="filter-inside">
        <FilterCount view={view} narrow={narrow} />
        <FilterHelp view={view} />
        <SavedFilters view={view} />
      </div>
      <Display narrow={narrow} view={view} />
      {any && <SelectionBar view={view} />}
    </>
  );
}

/** Let the view know what is typed means, from now on. */
function readFor(view: FleetView): () => void {
  return effect(() => {
    const query = parseQuery(view.typed.value);
    view.states.value = statesOf(view.typed.value);
    view.test.value = query.terms.length === 0 ? EVERY_HOST : testOf(query);
  });
}
