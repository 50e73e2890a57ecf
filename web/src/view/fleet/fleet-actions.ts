/** What the palette offers of the fleet. */

import { labelNames } from "../../core/fleet-groups";
import { firstOrder, SORTS } from "../../core/order";
import { t } from "../../i18n/language";
import type { Action, KeyHint } from "../../store/actions";
import { grouping, layout, order, savedFilters } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import type { Room } from "../../store/room";
import { FILTER } from "./use-fleet-keys";

export function fleetActions(view: FleetView, room: Room): readonly Action[] {
  const texts = t.value;
  const group = texts.fleet;
  const labels = labelNames(room.hosts.lines().map(({ host }) => host));
  const groupings = [["", texts.groupByNothing], ["state", texts.columns.status], ["system", texts.columns.system]] as const;
  return [
    { id: "fleet-filter", group, title: texts.filter, keys: "/", run: () => document.getElementById(FILTER)?.focus() },
    {
      id: "fleet-layout",
      group,
      title: layout.value === "rows" ? texts.showTiles : texts.showRows,
      run: () => (layout.value = layout.peek() === "rows" ? "tiles" : "rows"),
    },
    { id: "fleet-all", group, title: texts.selectAll, run: () => void (view.selection.value = new Set(view.shown.peek())) },
    ...SORTS.map((by) => ({ id: `fleet-sort-${by}`, group, title: texts.sortByColumn(texts.columns[by]), run: () => void (order.value = firstOrder(by)) })),
    ...groupings.map(([by, name]) => ({ id: `fleet-group-${by}`, group, title: texts.groupByColumn(name), run: () => void (grouping.value = by) })),
    ...labels.map((name) => ({
      id: `fleet-group-label-${name}`,
      group,
      title: texts.groupByColumn(texts.groupByLabel(name)),
      run: () => void (grouping.value = `label:${name}`),
    })),
    ...savedFilters.value.map(({ name, query }) => ({ id: `fleet-saved-${name}`, group, title: `${texts.filter}: ${name}`, run: () => void (view.typed.value = query) })),
  ];
}

/** The keys of the list, which it hears itself. */
export function fleetKeys(): readonly KeyHint[] {
  const { fleet: group, keysFleet: titles } = t.value;
  const keys = ["j k ↑ ↓", "Home End PageUp PageDown", "Enter", "x", "Shift+↑ Shift+↓", "Ctrl+A", "Esc"];
  return keys.map((one, index) => ({ keys: one, title: titles[index] ?? "", group }));
}
