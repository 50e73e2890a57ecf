/** How many hosts stand how. Each count is a button that filters by it; with Ctrl or Shift it adds to the others. */

import { useComputed } from "@preact/signals";
import { tally } from "../../core/fleet";
import type { Asked } from "../../core/query-field";
import { STATES } from "../../core/host-state";
import { t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";

export function FleetTally({ view }: { view: FleetView }) {
  const { hosts } = useRoom();
  const texts = t.value;
  const counts = useComputed(() => tally(hosts.lines().map(({ host }) => host))).value;
  const asked = view.states.value;
  return (
    <div class="tally" role="group" aria-label={texts.columns.status} data-testid="fleet-tally">
      {STATES.map(
        (state) =>
          (counts[state] > 0 || state === "up" || asked.includes(state)) && (
            <button
              key={state}
              type="button"
              class="tally-button"
              aria-pressed={asked.includes(state)}
              data-testid={`tally-${state}`}
              onClick={(event) => void filter(view, state, event.ctrlKey || event.metaKey || event.shiftKey)}
            >
              <i class={`dot ${state}`} />
              {texts.tallies[state](counts[state])}
            </button>
          ),
      )}
    </div>
  );
}

async function filter(view: FleetView, state: Asked, adds: boolean): Promise<void> {
  const { statesOf, withStates } = await import("../../core/query-edit");
  const asked = statesOf(view.typed.peek());
  const next = adds ? added(asked, state) : asked.length === 1 && asked[0] === state ? [] : [state];
  view.typed.value = withStates(view.typed.peek(), next);
}

function added(asked: readonly Asked[], state: Asked): readonly Asked[] {
  return asked.includes(state) ? asked.filter((one) => one !== state) : [...asked, state];
}
