/** The fleet: every host as a row or a tile, those that need a look first. Holds thousands: only those in sight exist. */

import { useEffect, useRef, useState } from "preact/hooks";
import { letOthersSoon, othersMay } from "../../edge/mark";
import { t } from "../../i18n/language";
import { layout } from "../../store/fleet-choice";
import { fleetViewOf } from "../../store/fleet-view";
import { useRoom } from "../context";
import { useSize } from "../parts/use-size";
import { addMachine, fleetTiles, fleetTools, runDialog } from "../shell/pieces";
import { Empty } from "./empty";
import { Rows } from "./rows";
import { Toolbar } from "./toolbar";
import "./fleet.css";
import "./fleet-rows.css";
import "./fleet-cells.css";
import "./fleet-cards.css";

export function Fleet() {
  const room = useRoom();
  const { hosts } = room;
  const view = fleetViewOf(room);
  const [adding, setAdding] = useState(false);
  const [running, setRunning] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  useEffect(() => {
    view.start();
    return () => view.stop();
  }, [view]);
  const size = hosts.cells.value.size;
  const empty = size === 0;
  useEffect(() => {
    if (empty && hosts.known.value) letOthersSoon(); // there is nothing to draw that others would wait for
  }, [empty, hosts.known.value]);
  const isNarrow = width < 560;
  const shape = isNarrow ? "cards" : width < 1_020 ? "mid" : "wide";
  const isUnread = view.test.value === null;
  const found = view.shown.value.length;
  return (
    <div class="fleet" ref={box} data-layout={shape} data-testid="fleet">
      {!empty && (
        <Toolbar view={view} width={width} narrow={isNarrow} onAdd={() => setAdding(true)} onRun={() => setRunning(true)}>
          {(othersMay.value || isUnread || view.typed.value !== "") && <fleetTools.View view={view} narrow={isNarrow} />}
        </Toolbar>
      )}
      {empty && hosts.known.value && <Empty />}
      {empty && !hosts.known.value && <p class="fleet-note muted">{t.value.loading}</p>}
      {!empty && !isUnread && found === 0 && view.typed.value !== "" && (
        <div class="fleet-nothing" data-testid="fleet-nothing">
          <p>{t.value.noMatch}</p>
          <button type="button" class="button quiet" onClick={() => (view.typed.value = "")}>
            {t.value.showAll}
          </button>
        </div>
      )}
      {found > 0 && width > 0 && !isUnread && (layout.value === "tiles" ? <fleetTiles.View view={view} width={width} /> : <Rows view={view} width={width} />)}
      {running && <runDialog.View commands={[]} onClose={() => setRunning(false)} />}
      {adding && <addMachine.View onClose={() => setAdding(false)} />}
    </div>
  );
}
