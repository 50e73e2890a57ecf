/** Draws, behind a chart's lines, what they are compared with. */

import { effect } from "@preact/signals";
import type uPlot from "uplot";
import type { Values } from "../../core/points";
import { token } from "../../edge/token";
import type { HostView } from "../../store/host-view";
import { colourOf } from "./colour";
import type { Drawing, Other } from "./drawing";

const PAST_OPACITY = 0.6;
const DASH_PX = [4, 3];
const WIDTH_PX = 1.5;

/** Draw them from now on; returns how to stop. */
export function drawOthers(plot: uPlot, view: HostView, drawing: () => Drawing): () => void {
  const draw = (): void => drawAll(plot, drawing().others);
  const hooks = (plot.hooks.drawAxes ??= []);
  hooks.push(draw);
  const stop = effect(() => {
    void view.overlays.value;
    queueMicrotask(() => plot.redraw(false));
  });
  return () => {
    stop();
    hooks.splice(hooks.indexOf(draw), 1);
  };
}

function drawAll(plot: uPlot, others: readonly Other[]): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = WIDTH_PX * ratio;
  ctx.lineJoin = "round";
  others.forEach(({ overlay, at, drawn }, place) => {
    ctx.globalAlpha = overlay.isPast ? PAST_OPACITY : 1;
    ctx.setLineDash(overlay.isPast ? DASH_PX.map((length) => length * ratio) : []);
    drawn.forEach(({ mean }, index) => {
      ctx.strokeStyle = token(colourOf(overlay.isPast ? index : place + 1));
      ctx.stroke(lineOf(plot, at, mean));
    });
  });
  ctx.restore();
}

function lineOf(plot: uPlot, at: readonly number[], values: Values): Path2D {
  const path = new Path2D();
  let isOpen = false;
  values.forEach((value, index) => {
    const isHole = value === null;
    if (!isHole) {
      const [x, y] = [plot.valToPos(at[index] ?? 0, "x", true), plot.valToPos(value, "y", true)];
      if (isOpen) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    isOpen = !isHole;
  });
  return path;
}
