/** Draws, behind each line, from where to where its points reach: a point may stand for an hour of rows. */

import type uPlot from "uplot";
import type { Band, Values } from "../../core/points";
import { token } from "../../edge/token";
import { colourOf } from "./colour";
import type { Drawing } from "./drawing";

const OPACITY = 0.25;

/** Draw them from now on; returns how to stop. */
export function drawBands(plot: uPlot, drawing: () => Drawing): () => void {
  const draw = (): void => drawAll(plot, drawing());
  const hooks = (plot.hooks.drawAxes ??= []);
  hooks.push(draw);
  plot.redraw(false);
  return () => void hooks.splice(hooks.indexOf(draw), 1);
}

function drawAll(plot: uPlot, { at, drawn, from, to }: Drawing): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = OPACITY;
  drawn.forEach((band, index) => {
    if (!band.low || !band.high) return;
    ctx.fillStyle = token(colourOf(index));
    ctx.fill(outline(plot, at, band, Math.max(0, from - 1), Math.min(at.length - 1, to + 1)));
  });
  ctx.restore();
}

/** Along the highs to a hole, and back along the lows. */
function outline(plot: uPlot, at: readonly number[], band: Band, from: number, to: number): Path2D {
  const path = new Path2D();
  const x = (index: number): number => plot.valToPos(at[index] ?? 0, "x", true);
  const y = (values: Values | null, index: number): number => plot.valToPos(values?.[index] ?? 0, "y", true);
  for (const [first, last] of runs(band.mean, from, to)) {
    path.moveTo(x(first), y(band.high, first));
    for (let index = first + 1; index <= last; index += 1) path.lineTo(x(index), y(band.high, index));
    for (let index = last; index >= first; index -= 1) path.lineTo(x(index), y(band.low, index));
    path.closePath();
  }
  return path;
}

/** Return the first and last of those that stand together without a hole. */
function runs(values: Values, from: number, to: number): [number, number][] {
  const found: [number, number][] = [];
  for (let index = from; index <= to; index += 1) {
    if ((values[index] ?? null) === null) continue;
    const last = found[found.length - 1];
    if (last && last[1] === index - 1) last[1] = index;
    else found.push([index, index]);
  }
  return found;
}
