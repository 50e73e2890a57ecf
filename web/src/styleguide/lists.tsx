/** Numbers as lists and lines: a table of which only what is in sight is drawn, sparklines, charts on one axis. */

import { effect, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Variant } from "../core/charts";
import { plotOf } from "../core/plot";
import { evenRows } from "../core/row-heights";
import { Axis } from "../store/axis";
import { drawnTheme } from "../store/preferences";
import { Spark } from "../view/fleet/spark";
import { chartOptions } from "../view/host/chart-options";
import { drawingOf } from "../view/host/drawing";
import { Legend } from "../view/host/legend";
import { writeLabel, writeValue } from "../view/host/value";
import { useSize } from "../view/parts/use-size";
import { VirtualRows } from "../view/parts/virtual-rows";
import { CHARTS, POINTS, RANGE, ring, wave } from "./sample";
import "../view/host/panel.css";
import "../view/host/uplot.css";

const ROWS = 10_000;
const ROW = 36;
const HEIGHT = 168;
const still = signal(0);

/** Ten thousand rows; a few dozen are there. */
export function Table() {
  const box = useRef<HTMLDivElement>(null);
  return (
    <div class="styleguide-table" role="table" aria-label="Machines" aria-rowcount={ROWS} tabIndex={0}>
      <div ref={box} role="rowgroup" data-testid="guide-rows">
        <VirtualRows rows={evenRows(ROWS, ROW)} box={box} keyOf={String} draw={(index) => <Row index={index} />} />
      </div>
    </div>
  );
}

function Row({ index }: { index: number }) {
  const status = index % 41 === 3 ? "down" : index % 17 === 5 ? "late" : "up";
  return (
    <div class="styleguide-table-row" role="row" aria-rowindex={index + 1}>
      <span role="cell">
        <i class={`dot ${status}`} /> machine-{index + 1}
      </span>
      <span role="cell">{Math.round(wave(index, 100))} %</span>
      <span role="cell">{Math.round(wave(index, 60, 2))} GiB</span>
    </div>
  );
}

/** Calm, nearly full, full: the line says which. */
export function Sparks() {
  return (
    <div class="styleguide-row">
      {[0.3, 0.92, 0.99].map((newest) => (
        <span key={newest} class="styleguide-spark">
          <Spark rings={[ring(newest)]} beat={still} top={1} />
        </span>
      ))}
    </div>
  );
}

/** What the cursor says of one, it says of all. */
export function Charts() {
  const axis = useMemo(() => new Axis(RANGE), []);
  return (
    <div class="styleguide-charts">
      {CHARTS.map(([title, variant]) => (
        <Chart key={title} title={title} variant={variant} axis={axis} />
      ))}
    </div>
  );
}

function Chart({ title, variant, axis }: { title: string; variant: Variant; axis: Axis }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const drawing = drawingOf(plotOf(POINTS, variant), { range: RANGE, points: POINTS }, []);
  useEffect(() => {
    if (!box.current || width === 0) return;
    const options = chartOptions({ variant, axis, syncKey: "guide", drawing: () => drawing, width, height: HEIGHT });
    const chart = new uPlot(options, [drawing.at, ...drawing.drawn.map(({ mean }) => mean)], box.current);
    chart.setScale("x", { min: RANGE.from / 1_000, max: RANGE.to / 1_000 });
    const stop = effect(() => {
      void drawnTheme.value;
      queueMicrotask(() => chart.redraw(true, true));
    });
    return () => {
      stop();
      chart.destroy();
    };
  }, [width]);
  const at = axis.cursor.value ?? drawing.to;
  const lines = variant.lines.map((line, index) => ({
    label: writeLabel(line.label, false),
    value: writeValue(drawing.raw[index]?.mean[at] ?? null, variant.unit),
  }));
  return (
    <div class="panel" role="group" aria-label={title}>
      <header class="panel-head">
        <h3>{title}</h3>
      </header>
      <Legend lines={lines} />
      <div class="chart-plot" ref={box} />
    </div>
  );
}
