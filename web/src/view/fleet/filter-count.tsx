/** In the filter's field: how many of all hosts it finds. On a narrow screen the field is for what one types. */

import { useLayoutEffect } from "preact/hooks";
import { formats, t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";
import { FILTER } from "./use-fleet-keys";

export function FilterCount({ view, narrow }: { view: FleetView; narrow: boolean }) {
  const room = useRoom();
  const format = formats.value;
  const isOn = view.typed.value.trim() !== "";
  useLayoutEffect(() => void document.getElementById(FILTER)?.toggleAttribute("data-counted", isOn && !narrow), [isOn, narrow]);
  return (
    <span class={narrow ? "visually-hidden" : "filter-count"} role="status" data-testid="filter-count">
      {isOn ? t.value.filterCount(format.number(view.shown.value.length), format.number(room.hosts.cells.value.size)) : ""}
    </span>
  );
}
