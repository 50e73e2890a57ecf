/** The fleet as tiles: the same numbers as in rows, more hosts at a glance. The smallest are a map of squares. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { size as chosenSize, type Size } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";
import { useTurn } from "../parts/use-turn";
import { Grid } from "./grid";
import { MapKey, Square } from "./squares";
import { CompactTile, NormalTile } from "./tile";
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
          <Line index={index} isNow={chosen !== "map" || ids.includes(view.active.value)}>
            {() =>
              ids.map((id) => {
                const cell = cells.get(id);
                return cell && <Tile key={id} view={view} cell={cell} id={id} />;
              })
            }
          </Line>
        )}
      />
      {chosen === "map" && <MapKey />}
    </div>
  );
}

interface LineProps {
  index: number;
  isNow: boolean;
  children: () => ComponentChildren;
}

/** A line of tiles. Squares, of which there may be a thousand, wait for their turn by the line; larger tiles each by itself. */
function Line({ index, isNow, children }: LineProps) {
  const isTurn = useTurn(isNow);
  return (
    <div class="tile-line" role="row" aria-rowindex={index}>
      {(isTurn || isNow) && children()}
    </div>
  );
}

const TILES = { normal: NormalTile, compact: CompactTile, map: Square };
