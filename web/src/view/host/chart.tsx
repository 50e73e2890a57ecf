/** One chart: a panel with its legend and a plot that follows the host's rows by itself. */

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Variant } from "../../core/charts";
import { plotOf, type Plot } from "../../core/plot";
import { markOnce } from "../../edge/mark";
import { formats, t } from "../../i18n/language";
import type { Axis } from "../../store/axis";
import type { HostView } from "../../store/host-view";
import { drawnTheme } from "../../store/preferences";
import { useSize } from "../parts/use-size";
import { chartOptions } from "./chart-options";

const HEIGHT = 168;

interface Props {
  view: HostView;
  variant: Variant;
  axis: Axis;
  title: string;
  onPlot: (plot: Plot) => void;
}

export function Chart({ view, variant, axis, title, onPlot }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  useEffect(() => {
    if (!box.current || width === 0) return;
    let top: number | null = null;
    const options = chartOptions({ variant, axis, syncKey: view.id, top: () => top, width, height: HEIGHT });
    const chart = new uPlot(options, [[], ...variant.lines.map(() => [])], box.current);
    const stopData = effect(() => {
      void view.beat.value;
      const plot = plotOf(view.table, variant);
      top = plot.top;
      onPlot(plot);
      show(chart, view, axis, plot);
    });
    const stopLook = effect(() => {
      void drawnTheme.value;
      void formats.value;
      queueMicrotask(() => chart.redraw(true, true));
    });
    return () => {
      stopData();
      stopLook();
      chart.destroy();
    };
  }, [view, variant, axis, width]);
  return <div class="chart-plot" ref={box} role="img" aria-label={title} title={t.value.zoomHint} />;
}

function show(chart: uPlot, view: HostView, axis: Axis, plot: Plot): void {
  const { at } = view.table;
  const newest = at[at.length - 1] ?? Date.now() / 1_000;
  const [min, max] = axis.range(at[0] ?? newest, newest);
  chart.batch(() => {
    chart.setData([at, ...plot.drawn], false);
    chart.setScale("x", { min, max });
  });
  if (at.length > 1) requestAnimationFrame(() => markOnce("tocsin:first-chart"));
}
