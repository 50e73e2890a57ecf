/** What uPlot is told about one chart. */

import type uPlot from "uplot";
import type { Variant } from "../../core/charts";
import { alone } from "../../core/plot";
import { atLeast } from "../../core/time-range";
import { token } from "../../edge/token";
import { formats } from "../../i18n/language";
import type { Axis } from "../../store/axis";
import { colourOf } from "./colour";
import type { Drawing } from "./drawing";
import { writeValue } from "./value";

const AXIS_WIDTH = 62;
const AXIS_HEIGHT = 26;
const RIGHT_PX = 4;
const SMALLEST_ZOOM_PX = 6;
const ALONE_PX = 3;
const UNDER_PX = 10;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY; // uPlot's sign for whole months
const YEAR = 365 * DAY;
/** Seconds. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800],
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 3, 5, 7, 10, 15].map((days) => days * DAY),
  ...[1, 2, 3, 6].map((months) => months * MONTH),
  YEAR,
];

interface Parts {
  variant: Variant;
  axis: Axis;
  syncKey: string;
  /** What is to be drawn by the time it is. */
  drawing: () => Drawing;
  width: number;
  height: number;
}

/** Return how many pixels of a chart's width are time. */
export function timePixels(width: number): number {
  return Math.max(1, width - AXIS_WIDTH - RIGHT_PX);
}

export function chartOptions({ variant, axis, syncKey, drawing, width, height }: Parts): uPlot.Options {
  return {
    width,
    height,
    pxAlign: 1,
    padding: [8, RIGHT_PX, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, auto: false },
      y: { range: () => [0, drawing().top ?? ceiling(drawing().highest, variant)] },
    },
    axes: [timeAxis(), valueAxis(variant)],
    series: [{}, ...variant.lines.map((_line, index) => series(index, variant))],
    ...(variant.stacked ? { bands: bands(variant) } : {}),
    cursor: cursor(axis, syncKey, drawing),
    hooks: {
      setSelect: [(plot) => zoom(plot, axis)],
      setCursor: [(plot) => follow(plot, axis, drawing)],
    },
  };
}

function series(index: number, variant: Variant): uPlot.Series {
  const colour = colourOf(index);
  const filled = variant.stacked || variant.lines.length === 1;
  return {
    stroke: () => token(colour),
    width: variant.stacked ? 1 : 1.5,
    // Between two gaps a line has no length: what stands alone is a dot.
    points: { show: true, size: ALONE_PX, width: 0, fill: () => token(colour), filter: (plot, at) => alone(plot.data[at] ?? []) },
    ...(filled ? { fill: () => token(colour) + (variant.stacked ? "38" : "17") } : {}),
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
    space: 64,
    incrs: TIME_STEPS,
    values: (plot, splits) => splits.map((at) => timeLabel(plot, at, splits.length > 1 ? gap(splits) : HOUR)),
  };
}

/** A label that the edge would cut is left out. */
function timeLabel(plot: uPlot, at: number, step: number): string {
  const toEdge = plot.over.clientWidth - plot.valToPos(at, "x");
  if (toEdge < (step < 60 ? 24 : step < DAY ? 14 : 22)) return "";
  if (step >= 28 * DAY) return formats.value.month(at * 1_000);
  const isMidnight = new Date(at * 1_000).getHours() === 0 && new Date(at * 1_000).getMinutes() === 0;
  return step >= DAY || (isMidnight && step >= 60) ? formats.value.shortDay(at * 1_000) : formats.value.time(at * 1_000, step < 60);
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

function cursor(axis: Axis, key: string, drawing: () => Drawing): uPlot.Cursor {
  return {
    y: false,
    points: { size: 6, width: 1.5 },
    dataIdx: (plot, _series, index) => (isUnder(plot, index, drawing()) ? index : null),
    drag: { x: true, y: false, setScale: false },
    // The cursor is shared; a selection is not: each chart would zoom into what another has zoomed already.
    sync: { key, setSeries: false, filters: { pub: isMove, sub: isMove } },
    bind: {
      dblclick: () => () => {
        axis.back();
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
  if (width >= SMALLEST_ZOOM_PX) {
    const [from, to] = [left, left + width].map((x) => Math.round(plot.posToVal(x, "x") * 1_000)) as [number, number];
    axis.turn(atLeast({ from, to }));
  }
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function follow(plot: uPlot, axis: Axis, drawing: () => Drawing): void {
  const nearest = plot.cursor.idx ?? null;
  const index = nearest !== null && isUnder(plot, nearest, drawing()) ? nearest : null;
  if (axis.cursor.peek() !== index) axis.cursor.value = index;
}

/** Whether a point is under the cursor: uPlot names the nearest, however far away that is. */
function isUnder(plot: uPlot, index: number, { at, step }: Drawing): boolean {
  const [left, time] = [plot.cursor.left ?? -1, at[index]];
  if (left < 0 || time === undefined) return false;
  return Math.abs(plot.posToVal(left, "x") - time) <= step / 2 || Math.abs(plot.valToPos(time, "x") - left) <= UNDER_PX;
}

/** A little air above the highest line; never so little that noise looks like a storm. */
function ceiling(max: number, variant: Variant): number {
  const least = { share: 0.1, bytes: 1024 ** 2, byteRate: 10_000, opRate: 10, celsius: 50, number: 1 }[variant.unit];
  return Math.max(least, max * 1.12);
}

function binarySteps(): number[] {
  return Array.from({ length: 50 }, (_, power) => 2 ** power);
}

function gap(splits: readonly number[]): number {
  return (splits[1] ?? 1) - (splits[0] ?? 0);
}
