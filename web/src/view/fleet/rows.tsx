/** The fleet as a table; on narrow screens as cards. */

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { fitting, leastWidth, templateOf, type Column } from "../../core/fleet-columns";
import { columns as chosen } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";
import { Grid } from "./grid";
import { Head } from "./head";
import { Row } from "./row";

const ROW = 52;
const CARD = 100;
const HEAD = 34;
const NARROW = 560;
const GUTTERS = 48;
const SIDES = GUTTERS + 10; // and the scroll bar, which takes a place of its own in some engines
const CARD_COLUMNS: readonly Column[] = ["name", "cpu", "memory", "disk", "network"];

interface Props {
  view: FleetView;
  width: number;
}

export function Rows({ view, width }: Props) {
  const { hosts } = useRoom();
  const cells = hosts.cells.value;
  const isNarrow = width < NARROW;
  const fitted = useMemo(() => fitting(width - SIDES), [width]);
  const columns = isNarrow ? CARD_COLUMNS : (chosen.value ?? fitted);
  useLayoutEffect(() => void (view.fitted.value = fitted), [view, fitted]);
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Through the CSSOM: the content security policy admits no style in markup.
    const style = frame.current?.style;
    style?.setProperty("--fleet-columns", templateOf(columns));
    style?.setProperty("--fleet-least", `${leastWidth(columns) + GUTTERS}px`);
  }, [columns]);
  return (
    <div class="fleet-frame" ref={frame} data-selecting={view.selection.value.size > 0}>
      <Grid
        view={view}
        perLine={1}
        height={isNarrow ? CARD : ROW}
        className="fleet-rows"
        head={isNarrow ? undefined : <Head view={view} columns={columns} />}
        above={isNarrow ? 0 : HEAD}
        draw={(ids, index) => {
          const id = ids[0] ?? "";
          const cell = cells.get(id);
          return cell && <Row view={view} cell={cell} id={id} index={index} columns={columns} />;
        }}
      />
    </div>
  );
}
