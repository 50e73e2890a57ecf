/** A cursor that stands still while other numbers come under it: uPlot looks again only when a scale has changed. */

import type uPlot from "uplot";

/** Let it name what it is on after every drawing; returns how to stop. */
export function pointAtWhatIsDrawn(plot: uPlot): () => void {
  const hooks = (plot.hooks.draw ??= []);
  hooks.push(pointAgain);
  return () => void hooks.splice(hooks.indexOf(pointAgain), 1);
}

function pointAgain(plot: uPlot): void {
  const { left = -1, top = -1 } = plot.cursor;
  if (left < 0) return;
  plot.setLegend({ idxs: plot.series.map(() => null) }, false); // else its dots stay where the numbers were
  plot.setCursor({ left, top }, true);
}
