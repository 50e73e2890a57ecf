/** The fleet: every host as a row, those that need a look first. Holds a thousand: only rows in sight exist. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { matches, sorted } from "../../core/fleet";
import { rowWindow } from "../../core/window";
import { letOthersSoon } from "../../edge/mark";
import { t } from "../../i18n/language";
import { order } from "../../store/preferences";
import { useRoom } from "../context";
import { useSize } from "../parts/use-size";
import { runDialog } from "../shell/pieces";
import { AddMachine } from "./add-machine";
import { Empty } from "./empty";
import { Head } from "./head";
import { Row } from "./row";
import { Toolbar } from "./toolbar";
import "./fleet.css";

const ROW = 52;
const CARD = 100;

export function Fleet() {
  const room = useRoom();
  const typed = useSignal("");
  const [adding, setAdding] = useState(false);
  const [running, setRunning] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const { hosts } = room;
  useEffect(() => void hosts.recall().then(letOthersSoon), [hosts]);
  const shown = useComputed(() => {
    const by = order.value.by;
    if (by !== "status" && by !== "name") void hosts.beat.value; // the order follows the numbers
    return sorted(
      hosts.lines().filter((line) => matches(line.host, typed.value)),
      order.value,
    ).map((line) => line.host.id);
  });
  const layout = width < 560 ? "cards" : width < 760 ? "mid" : "wide";
  const empty = hosts.cells.value.size === 0;
  return (
    <div class="fleet" ref={box} data-layout={layout} data-testid="fleet">
      {!empty && <Toolbar typed={typed} narrow={layout === "cards"} onAdd={() => setAdding(true)} onRun={() => setRunning(true)} />}
      {empty && hosts.known.value && <Empty />}
      {empty && !hosts.known.value && <p class="fleet-note muted">{t.value.loading}</p>}
      {!empty && shown.value.length === 0 && (
        <p class="fleet-note muted">
          {t.value.noMatch}{" "}
          <button type="button" class="link-button" onClick={() => (typed.value = "")}>
            {t.value.clearFilter}
          </button>
        </p>
      )}
      {shown.value.length > 0 && width > 0 && (
        <Rows ids={shown.value} rowHeight={layout === "cards" ? CARD : ROW} viewport={height} />
      )}
      {running && <runDialog.View commands={[]} onClose={() => setRunning(false)} />}
      {adding && <AddMachine onClose={() => setAdding(false)} />}
    </div>
  );
}

interface RowsProps {
  ids: readonly string[];
  rowHeight: number;
  viewport: number;
}

function Rows({ ids, rowHeight, viewport }: RowsProps) {
  const { hosts } = useRoom();
  const scroller = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const rows = rowWindow(ids.length, rowHeight, scrolled, viewport);
  useLayoutEffect(() => {
    if (above.current) above.current.style.height = `${rows.above}px`;
    if (below.current) below.current.style.height = `${rows.below}px`;
  });
  // Redraw once a few rows, not once a pixel.
  const onScroll = (): void => setScrolled(Math.floor((scroller.current?.scrollTop ?? 0) / rowHeight) * rowHeight);
  return (
    <div class="fleet-table" role="table" aria-label={t.value.fleet} aria-rowcount={ids.length + 1}>
      <div class="fleet-scroll" ref={scroller} onScroll={onScroll} role="rowgroup">
        <Head />
        <div ref={above} />
        {ids.slice(rows.from, rows.to).map((id, index) => {
          const cell = hosts.cells.value.get(id);
          return cell && <Row key={id} cell={cell} index={rows.from + index} />;
        })}
        <div ref={below} />
      </div>
    </div>
  );
}
