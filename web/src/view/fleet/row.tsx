/** One host of the fleet as a row. Reads its own cells: a new number elsewhere does not touch it. */

import { useEffect } from "preact/hooks";
import type { Column } from "../../core/fleet-columns";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import type { HostCell } from "../../store/hosts";
import { Link } from "../parts/link";
import { memo } from "../parts/memo";
import { useTurn } from "../parts/use-turn";
import { CELLS, Second } from "./cells";
import { SelectBox } from "./select-box";

interface Props {
  view: FleetView;
  cell: HostCell;
  id: string;
  index: number;
  columns: readonly Column[];
}

export const Row = memo(function Row({ view, cell, id, index, columns }: Props) {
  const host = cell.host.value;
  useRecalled(view, id);
  const isWhole = useTurn();
  const isSelected = view.selection.value.has(id);
  return (
    <div
      class="fleet-row"
      role="row"
      aria-rowindex={index}
      aria-selected={isSelected}
      tabIndex={view.active.value === id ? 0 : -1}
      data-id={id}
      data-testid={`fleet-row-${id}`}
      data-status={host.status}
      data-paused={host.paused ?? ""}
      data-host={host.name}
    >
      <div class="cell cell-name" role="gridcell">
        <Status status={host.status} />
        <Link to={{ view: "host", id }} className="row-link" title={host.name} tabIndex={-1}>
          {host.name}
        </Link>
        <Second cell={cell} plain={columns.includes("labels")} />
        <SelectBox view={view} id={id} name={host.name} checked={isSelected} />
      </div>
      {isWhole &&
        columns.map((column) => {
          if (column === "name") return null;
          const Cell = CELLS[column];
          return (
            <div key={column} class={`cell cell-${column}`} role="gridcell" data-label={t.value.columns[column]}>
              <Cell cell={cell} />
            </div>
          );
        })}
    </div>
  );
});

export function Status({ status }: { status: string }) {
  const said = lookUp(t.value.statuses, status);
  return <span class={`dot ${status}`} role="img" aria-label={said} title={said} />;
}

/** Ask for a host's past while it is in sight. */
export function useRecalled({ recall }: FleetView, id: string): void {
  useEffect(() => {
    recall.wish(id);
    return () => recall.forget(id);
  }, [recall, id]);
}
