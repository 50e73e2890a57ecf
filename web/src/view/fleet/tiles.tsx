/** The fleet as tiles: the same numbers as in rows, more hosts at a glance. The smallest are a map of squares. */

import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isUnknown, presentOf } from "../../core/host-line";
import { heatOf } from "../../core/heat";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { size as chosenSize, type Size } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import type { HostCell } from "../../store/hosts";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import { memo } from "../parts/memo";
import { Bar, CELLS, Cpu, Memory, Rates, Second } from "./cells";
import { Grid } from "./grid";
import { Status, useRecalled } from "./row";
import { SelectBox } from "./select-box";
import "./tiles.css";

/** [least width, height, gap] in pixels, as in tiles.css. */
const MEASURES: Record<Size, readonly [number, number, number]> = {
  normal: [230, 138, 10],
  compact: [168, 84, 8],
  map: [26, 26, 4],
};
const SIDES = 58; // two gutters and the scroll bar
const NARROW_SIDES = 34;

interface Props {
  view: FleetView;
  width: number;
}

export function FleetTiles({ view, width }: Props) {
  const { hosts } = useRoom();
  const cells = hosts.cells.value;
  const chosen = chosenSize.value;
  const [least, height, gap] = MEASURES[chosen];
  const room = width - (width < 560 ? NARROW_SIDES : SIDES);
  const perLine = Math.max(1, Math.floor((room + gap) / (least + gap)));
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => frame.current?.style.setProperty("--per-line", String(perLine)), [perLine]);
  const Tile = TILES[chosen];
  return (
    <div class="fleet-frame" ref={frame} data-size={chosen} data-selecting={view.selection.value.size > 0}>
      <Grid
        view={view}
        perLine={perLine}
        height={height + gap}
        className="fleet-tiles"
        draw={(ids, index) => (
          <div class="tile-line" role="row" aria-rowindex={index}>
            {ids.map((id) => {
              const cell = cells.get(id);
              return cell && <Tile key={id} view={view} cell={cell} id={id} />;
            })}
          </div>
        )}
      />
      {chosen === "map" && <MapKey />}
    </div>
  );
}

interface TileProps {
  view: FleetView;
  cell: HostCell;
  id: string;
}

const NormalTile = memo(function NormalTile({ view, cell, id }: TileProps) {
  useRecalled(view, id);
  return (
    <Frame view={view} cell={cell} id={id}>
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
    </Frame>
  );
});

const CompactTile = memo(function CompactTile({ view, cell, id }: TileProps) {
  const now = presentOf({ host: cell.host.value, now: cell.now.value });
  const columns = t.value.columns;
  return (
    <Frame view={view} cell={cell} id={id}>
      {cell.host.value.status === "up" && !cell.host.value.paused ? (
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

/** A square whose shade says how busy a host is. It is touched only when the shade changes, not for every number. */
const Square = memo(function Square({ view, cell, id }: TileProps) {
  const host = cell.host.value;
  const square = useRef<HTMLDivElement>(null);
  const isSelected = view.selection.value.has(id);
  useLayoutEffect(
    () =>
      effect(() => {
        const heat = heatOf({ host: cell.host.value, now: cell.now.value });
        if (square.current && square.current.dataset["heat"] !== heat) square.current.dataset["heat"] = heat;
      }),
    [cell],
  );
  const tell = (): void => {
    if (square.current) square.current.title = told(cell);
  };
  return (
    <div
      ref={square}
      class="square"
      role="gridcell"
      aria-selected={isSelected}
      tabIndex={view.active.value === id ? 0 : -1}
      data-id={id}
      data-testid={`fleet-tile-${id}`}
      data-status={host.status}
      data-host={host.name}
      onPointerEnter={tell}
      onFocus={tell}
    >
      <Link to={{ view: "host", id }} className="row-link" label={`${host.name}, ${lookUp(t.value.statuses, host.status)}`} tabIndex={-1}>
        {""}
      </Link>
    </div>
  );
});

/** What a square says when one points at it. */
function told(cell: HostCell): string {
  const host = cell.host.peek();
  const now = presentOf({ host, now: cell.now.peek() });
  const { columns, statuses } = t.peek();
  const percent = (share: number | null | undefined): string => (isUnknown(share) ? "–" : formats.peek().percent(share));
  const numbers = (["cpu", "memory", "disk"] as const).map((name) => `${columns[name]} ${percent(now?.[name])}`);
  return [host.name, lookUp(statuses, host.status), ...(now ? numbers : [])].join("\n");
}

/** What the shades mean. */
function MapKey() {
  const texts = t.value;
  return (
    <p class="map-key" aria-hidden="true">
      <span>{texts.mapIdle}</span>
      {["0", "1", "2", "3"].map((heat) => (
        <i key={heat} class="square" data-heat={heat} />
      ))}
      <span>{texts.mapBusy}</span>
      <i class="square" data-heat="warn" />
      <span>{texts.mapFull}</span>
      <i class="square" data-heat="down" />
      <span>{texts.statuses.down}</span>
    </p>
  );
}

const TILES = { normal: NormalTile, compact: CompactTile, map: Square };
