/** One host of the fleet as a tile, in two sizes. */

import type { ComponentChildren } from "preact";
import { presentOf } from "../../core/host-line";
import { t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import type { HostCell } from "../../store/hosts";
import { Link } from "../parts/link";
import { memo } from "../parts/memo";
import { useTurn } from "../parts/use-turn";
import { Bar, CELLS, Cpu, Memory, Rates, Second } from "./cells";
import { Status, useRecalled } from "./row";
import { SelectBox } from "./select-box";

export interface TileProps {
  view: FleetView;
  cell: HostCell;
  id: string;
}

export const NormalTile = memo(function NormalTile({ view, cell, id }: TileProps) {
  useRecalled(view, id);
  const isWhole = useTurn();
  return (
    <Frame view={view} cell={cell} id={id}>
      {isWhole && <Numbers cell={cell} />}
    </Frame>
  );
});

function Numbers({ cell }: { cell: HostCell }) {
  return (
    <>
      <Second cell={cell} />
      <Measure name={t.value.columns.cpu} kind="cpu">
        <Cpu cell={cell} />
      </Measure>
      <Measure name={t.value.columns.memory} kind="memory">
        <Memory cell={cell} />
      </Measure>
      <div class="tile-foot">
        <span class="tile-disk">
          <span class="tile-name">{t.value.columns.disk}</span>
          <CELLS.disk cell={cell} />
        </span>
        <Rates cell={cell} />
      </div>
    </>
  );
}

export const CompactTile = memo(function CompactTile({ view, cell, id }: TileProps) {
  const now = presentOf({ host: cell.host.value, now: cell.now.value });
  const columns = t.value.columns;
  const isWhole = useTurn();
  return (
    <Frame view={view} cell={cell} id={id}>
      {!isWhole ? null : cell.host.value.status === "up" && !cell.host.value.paused ? (
        (["cpu", "memory", "disk"] as const).map((name) => (
          <Measure key={name} name={columns[name]} kind={name}>
            <Bar value={now?.[name]} />
          </Measure>
        ))
      ) : (
        <Second cell={cell} />
      )}
    </Frame>
  );
});

function Measure({ name, kind, children }: { name: string; kind: string; children: ComponentChildren }) {
  return (
    <div class={`tile-measure tile-${kind}`}>
      <span class="tile-name">{name}</span>
      {children}
    </div>
  );
}

function Frame({ view, cell, id, children }: TileProps & { children: ComponentChildren }) {
  const host = cell.host.value;
  const isSelected = view.selection.value.has(id);
  return (
    <div
      class="tile"
      role="gridcell"
      aria-selected={isSelected}
      tabIndex={view.active.value === id ? 0 : -1}
      data-id={id}
      data-testid={`fleet-tile-${id}`}
      data-status={host.status}
      data-paused={host.paused ?? ""}
      data-host={host.name}
    >
      <div class="tile-head">
        <Status status={host.status} />
        <Link to={{ view: "host", id }} className="row-link" title={host.name} tabIndex={-1}>
          {host.name}
        </Link>
        <SelectBox view={view} id={id} name={host.name} checked={isSelected} />
      </div>
      {children}
    </div>
  );
}
