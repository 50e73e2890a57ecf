/** Marks on a chart's time axis where values left their bands. */

import { effect } from "@preact/signals";
import type uPlot from "uplot";
import type { GroupId } from "../../core/charts";
import { token } from "../../edge/token";
import type { HostView, Spike } from "../../store/host-view";

const HALF_PX = 4;
const HEIGHT_PX = 6;
const NEAR_PX = 6;

/** Return the spikes of what a chart shows. */
export function spikesOf(view: HostView, group: GroupId): Spike[] {
  return view.spikes.value.filter(({ series }) => series.startsWith(`system.${group}.`));
}

/** Return the spike whose mark is at a time (s), the nearest of several; undefined where there is none. */
export function spikeNear(plot: uPlot, spikes: readonly Spike[], at: number): Spike | undefined {
  const x = plot.valToPos(at, "x");
  const away = (spike: Spike): number => Math.abs(plot.valToPos(spike.at / 1_000, "x") - x);
  const near = spikes.filter((spike) => away(spike) <= NEAR_PX);
  return near.sort((a, b) => away(a) - away(b))[0];
}

/** Draw them from now on; returns how to stop. */
export function drawSpikes(plot: uPlot, view: HostView, group: GroupId): () => void {
  const draw = (): void => drawAll(plot, spikesOf(view, group));
  const hooks = (plot.hooks.draw ??= []);
  hooks.push(draw);
  const stop = effect(() => {
    if (view.spikes.value.length > 0) plot.redraw(false);
  });
  return () => {
    stop();
    hooks.splice(hooks.indexOf(draw), 1);
  };
}

function drawAll(plot: uPlot, spikes: readonly Spike[]): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.fillStyle = token("--warn");
  for (const { at } of spikes) {
    const x = plot.valToPos(at / 1_000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const y = bbox.top + bbox.height;
    ctx.beginPath();
    ctx.moveTo(x - HALF_PX * ratio, y);
    ctx.lineTo(x, y - HEIGHT_PX * ratio);
    ctx.lineTo(x + HALF_PX * ratio, y);
    ctx.fill();
  }
  ctx.restore();
}
