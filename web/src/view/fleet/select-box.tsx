/** The box that selects a host; with Shift all from the last one on. Keys do the same from the row: x. */

import { t } from "../../i18n/language";
import { ranged, toggled } from "../../core/selection";
import type { FleetView } from "../../store/fleet-view";

interface Props {
  view: FleetView;
  id: string;
  name: string;
  checked: boolean;
}

export function SelectBox({ view, id, name, checked }: Props) {
  return (
    <label class="row-check" onClick={(event) => event.stopPropagation()}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t.value.selectHost(name)}
        data-testid={`select-${id}`}
        checked={checked}
        onClick={(event) => {
          event.stopPropagation();
          select(view, id, event.shiftKey);
          event.currentTarget.checked = view.selection.peek().has(id); // a range may leave it as it was
        }}
      />
    </label>
  );
}

/** Select a host or no longer; `range`: all between it and the one before. */
export function select(view: FleetView, id: string, range: boolean): void {
  const before = view.selection.peek();
  view.selection.value = range && view.anchor ? ranged(before, view.shown.peek(), view.anchor, id) : toggled(before, id);
  view.anchor = id;
  view.active.value = id;
}
