/** The heads of the columns: each sorts by its column; the first selects all. */

import type { ComponentChildren } from "preact";
import type { Column } from "../../core/fleet-columns";
import { turned } from "../../core/order";
import { allToggled } from "../../core/selection";
import { t } from "../../i18n/language";
import { order } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { Icon } from "../parts/icon";

export function Head({ view, columns }: { view: FleetView; columns: readonly Column[] }) {
  return (
    <div class="fleet-head" role="row" aria-rowindex={1}>
      {columns.map((by) => (
        <ColumnHead key={by} by={by}>
          {by === "name" && <SelectAll view={view} />}
        </ColumnHead>
      ))}
    </div>
  );
}

function ColumnHead({ by, children }: { by: Column; children?: ComponentChildren }) {
  const { by: current, down } = order.value;
  const shown = current === by;
  return (
    <div class={`cell cell-${by}`} role="columnheader" aria-sort={shown ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" class="head-button" data-testid={`sort-${by}`} onClick={() => (order.value = turned(order.peek(), by))}>
        {t.value.columns[by]}
        {shown && <Icon name={down ? "down" : "up"} size={11} />}
      </button>
      {children}
    </div>
  );
}

function SelectAll({ view }: { view: FleetView }) {
  const [shown, selection] = [view.shown.value, view.selection.value];
  const all = shown.length > 0 && shown.every((id) => selection.has(id));
  return (
    <label class="row-check">
      <input
        type="checkbox"
        aria-label={t.value.selectAll}
        data-testid="select-all"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all && selection.size > 0;
        }}
        onClick={(event) => {
          view.selection.value = allToggled(view.selection.peek(), view.shown.peek());
          event.currentTarget.checked = view.shown.peek().every((id) => view.selection.peek().has(id));
        }}
      />
    </label>
  );
}
