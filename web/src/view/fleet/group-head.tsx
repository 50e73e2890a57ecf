/** The head of a group: what its hosts have in common, how many there are, how they stand. It folds. */

import type { Item } from "../../core/fleet-items";
import { STATES } from "../../core/host-state";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { grouping } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { Icon } from "../parts/icon";

export const GROUP_HEAD = 38; // pixels, as in fleet-rows.css

const LABEL = "label:";

interface Props {
  view: FleetView;
  item: Extract<Item, { kind: "head" }>;
  index: number;
}

export function GroupHead({ view, item: { group, folded }, index }: Props) {
  const texts = t.value;
  const { key, counts, worst, ids } = group;
  const turn = (): void => {
    const next = new Set(view.folded.peek());
    if (!next.delete(key)) next.add(key);
    view.folded.value = next;
  };
  return (
    <div class="group-head" role="row" aria-rowindex={index} data-testid={`group-${key}`} data-worst={worst}>
      <div role="gridcell" class="group-cell">
        <button type="button" class="group-fold" aria-expanded={!folded} onClick={turn}>
          <Icon name={folded ? "chevronRight" : "chevronDown"} size={12} />
          <span class={`dot ${worst}`} />
          <span class="group-name">{nameOf(key)}</span>
          <span class="group-count">{formats.value.number(ids.length)}</span>
        </button>
        <span class="group-counts">
          {STATES.filter((state) => state !== "up" && counts[state] > 0).map((state) => (
            <span key={state} class={state}>
              {texts.tallies[state](counts[state])}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}

function nameOf(key: string): string {
  const texts = t.value;
  if (grouping.value === "state") return lookUp(texts.statuses, key);
  const label = grouping.value.startsWith(LABEL) ? grouping.value.slice(LABEL.length) : "";
  return key || (label ? texts.groupWithout(label) : texts.groupUnknown);
}
