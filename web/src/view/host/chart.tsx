/** One chart: a plot that follows the host's picture by itself, and what one does with it. */

import { effect, signal } from "@preact/signals";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { GroupId, Variant } from "../../core/charts";
import { plotOf } from "../../core/plot";
import { markOnce, othersMay } from "../../edge/mark";
import { formats } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { drawnTheme } from "../../store/preferences";
import { useSize } from "../parts/use-size";
import { chartTools } from "../shell/pieces";
import { chartOptions } from "./chart-options";
import "./uplot.css";
import { BLANK, drawingOf, type Drawing } from "./drawing";

const HEIGHT = 168;
const LARGE = 400;

interface Props {
  view: HostView;
  group: GroupId;
  variant: Variant;
  title: string;
  onDrawing: (drawing: Drawing) => void;
}

export function Chart({ view, group, variant, title, onDrawing }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useMemo(() => signal<uPlot | null>(null), []);
  const drawing = useRef<Drawing>(BLANK);
  const current = useCallback(() => drawing.current, []);
  const { width } = useSize(box);
  const isLarge = view.enlarged.value === group;
  useEffect(() => {
    if (!box.current || width === 0) return;
    const options = chartOptions({
      variant, axis: view.axis, syncKey: view.id, drawing: current, width, height: isLarge ? LARGE : HEIGHT,
    }); // prettier-ignore
    const chart = new uPlot(options, [[], ...variant.lines.map(() => [])], box.current);
    plot.value = chart;
    const stopData = effect(() => {
      const picture = view.picture.value;
      if (!picture) return;
      const others = view.overlays.value.flatMap((overlay) => {
        const beside = overlay.variant(group, variant);
        return beside ? [{ ...plotOf(overlay.points, beside), overlay }] : [];
      });
      drawing.current = drawingOf(plotOf(picture.points, variant), picture, others);
      onDrawing(drawing.current);
      show(chart, drawing.current, picture.range);
    });
    const stopLook = effect(() => {
      void drawnTheme.value;
      void formats.value;
      queueMicrotask(() => chart.redraw(true, true));
    });
    return () => {
      stopData();
      stopLook();
      plot.value = null;
      chart.destroy();
    };
  }, [view, variant, width, isLarge]);
  return (
    <div class="chart">
      <div class="chart-plot" ref={box} role="application" tabIndex={0} aria-label={title} />
      {othersMay.value && plot.value && <chartTools.View plot={plot.value} view={view} group={group} variant={variant} drawing={current} />}
    </div>
  );
}

function show(chart: uPlot, { at, drawn }: Drawing, { from, to }: { from: number; to: number }): void {
  chart.batch(() => {
    chart.setData([at, ...drawn.map(({ mean }) => mean)], false);
    chart.setScale("x", { min: from / 1_000, max: to / 1_000 });
  });
  if (at.length > 1) requestAnimationFrame(() => markOnce("tocsin:first-chart"));
}
