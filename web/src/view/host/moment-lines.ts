/** Draws thin lines through a chart: where a link points to, and where the mark is that one looks at. */

import { effect } from "@preact/signals";
import type uPlot from "uplot";
import { token } from "../../edge/token";
import type { HostView } from "../../store/host-view";

const DASH_PX = [3, 3];

/** Draw them from now on; returns how to stop. */
export function drawMoments(plot: uPlot, { pinned, pointed }: HostView): () => void {
  const draw = (): void => {
    if (pinned.peek() !== null) drawLine(plot, pinned.peek() ?? 0, "--focus", []);
    if (pointed.peek() !== null) drawLine(plot, pointed.peek() ?? 0, "--muted", DASH_PX);
  };
  const hooks = (plot.hooks.draw ??= []);
  hooks.push(draw);
  let isDrawn = false;
  const stop = effect(() => {
    const isWanted = pinned.value !== null || pointed.value !== null;
    if (isWanted || isDrawn) queueMicrotask(() => plot.redraw(false));
    isDrawn = isWanted;
  });
  return () => {
    stop();
    hooks.splice(hooks.indexOf(draw), 1);
  };
}

function drawLine(plot: uPlot, at: number, colour: string, dash: readonly number[]): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio || 1;
  const x = Math.round(plot.valToPos(at / 1_000, "x", true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = token(colour);
  ctx.lineWidth = ratio;
  ctx.setLineDash(dash.map((length) => length * ratio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
