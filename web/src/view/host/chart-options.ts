/** What uPlot is told about one chart. */

import type uPlot from "uplot";
import type { Variant } from "../../core/charts";
import { token } from "../../edge/token";
import { formats } from "../../i18n/language";
import type { Axis } from "../../store/axis";
import { writeValue } from "./value";

const AXIS_WIDTH = 62;
const AXIS_HEIGHT = 26;
const COLOURS = 8;
const SMALLEST_ZOOM_PX = 6;

export function colourOf(index: number): string {
  return `--series-${(index % COLOURS) + 1}`;
}

interface Parts {
  variant: Variant;
  axis: Axis;
  syncKey: string;
  top: () => number | null;
  width: number;
  height: number;
}

export function chartOptions({ variant, axis, syncKey, top, width, height }: Parts): uPlot.Options {
  return {
    width,
    height,
    pxAlign: 1,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, auto: false },
      y: { range: (_plot, _min, max) => [0, top() ?? ceiling(max, variant)] },
    },
    axes: [timeAxis(), valueAxis(variant)],
    series: [{}, ...variant.lines.map((_line, index) => series(index, variant))],
    ...(variant.stacked ? { bands: bands(variant) } : {}),
    cursor: cursor(axis, syncKey),
    hooks: { setSelect: [(plot) => zoom(plot, axis)], setCursor: [(plot) => follow(plot, axis)] },
  };
}

function series(index: number, variant: Variant): uPlot.Series {
  const colour = colourOf(index);
  const filled = variant.stacked || variant.lines.length <= 2;
  return {
    stroke: () => token(colour),
    width: 1.5,
    points: { show: false },
    ...(filled ? { fill: () => token(colour) + (variant.stacked ? "59" : "1f") } : {}),
  };
}

/** Between two stacked lines lies the upper one's colour alone. */
function bands(variant: Variant): uPlot.Band[] {
  return variant.lines.slice(1).map((_line, index) => ({ series: [index + 2, index + 1] }));
}

function timeAxis(): uPlot.Axis {
  return {
    ...axisLook(),
    size: AXIS_HEIGHT,
    space: 70,
    values: (plot, splits) => splits.map((at) => timeLabel(plot, at, splits.length > 1 && gap(splits) < 60)),
  };
}

/** A label that the edge would cut is left out. */
function timeLabel(plot: uPlot, at: number, withSeconds: boolean): string {
  const toEdge = plot.over.clientWidth - plot.valToPos(at, "x");
  return toEdge < (withSeconds ? 24 : 14) ? "" : formats.value.time(at * 1_000, withSeconds);
}

function valueAxis(variant: Variant): uPlot.Axis {
  return {
    ...axisLook(),
    size: AXIS_WIDTH,
    space: 36,
    ...(variant.unit === "bytes" ? { incrs: binarySteps() } : {}),
    values: (_plot, splits) => splits.map((value) => writeValue(value, variant.unit, gap(splits))),
  };
}

function axisLook(): uPlot.Axis {
  return {
    stroke: () => token("--axis"),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: () => token("--grid"), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
}

function cursor(axis: Axis, key: string): uPlot.Cursor {
  return {
    y: false,
    points: { size: 6, width: 1.5 },
    drag: { x: true, y: false, setScale: false },
    // The cursor is shared; a selection is not: each chart would zoom into what another has zoomed already.
    sync: { key, setSeries: false, filters: { pub: isMove, sub: isMove } },
    bind: {
      dblclick: () => () => {
        axis.live();
        return null;
      },
    },
  };
}

function isMove(type: string): boolean {
  return type === "mousemove" || type === "mouseleave" || type === "mouseenter";
}

function zoom(plot: uPlot, axis: Axis): void {
  const { left, width } = plot.select;
  if (width === 0) return;
  if (width >= SMALLEST_ZOOM_PX) axis.zoom.value = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function follow(plot: uPlot, axis: Axis): void {
  const index = plot.cursor.idx ?? null;
  if (axis.cursor.peek() !== index) axis.cursor.value = index;
}

/** A little air above the highest line; never so little that noise looks like a storm. */
function ceiling(max: number | null, variant: Variant): number {
  const least = { share: 0.1, bytes: 1024 ** 2, byteRate: 10_000, opRate: 10, celsius: 50, number: 1 }[variant.unit];
  return Math.max(least, (max ?? 0) * 1.12);
}

function binarySteps(): number[] {
  return Array.from({ length: 50 }, (_, power) => 2 ** power);
}

function gap(splits: readonly number[]): number {
  return (splits[1] ?? 1) - (splits[0] ?? 0);
}
