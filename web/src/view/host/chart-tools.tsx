/** What one does with a chart: point at it, move and zoom it, ask who it was. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type uPlot from "uplot";
import type { GroupId, Variant } from "../../core/charts";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { drawBands } from "./bands";
import { BusyPanel } from "./busy-panel";
import { followKeys } from "./chart-keys";
import { ChartTip } from "./chart-tip";
import { ChartWords } from "./chart-words";
import type { Drawing } from "./drawing";
import { followPointers, followWheel, POINTED } from "./gestures";
import { drawSpikes, spikeNear, spikesOf } from "./spike-marks";
import { drawMoments } from "./moment-lines";
import { drawOthers } from "./others";
import { pointAtWhatIsDrawn } from "./still-cursor";
import "./chart-tools.css";

export { ChartTable } from "./chart-table";
export { PanelTools } from "./panel-tools";

const ASKING: readonly GroupId[] = ["cpu", "memory"];

interface Props {
  plot: uPlot;
  view: HostView;
  group: GroupId;
  variant: Variant;
  drawing: () => Drawing;
}

export function ChartTools({ plot, view, group, variant, drawing }: Props) {
  const asks = ASKING.includes(group);
  const pointed = usePointed(plot);
  useEffect(() => {
    const onAsk = (point: number): void => {
      const at = drawing().at[point];
      if (!asks || at === undefined) return;
      const spike = spikeNear(plot, spikesOf(view, group), at);
      view.asked.value = { at: spike?.at ?? at * 1_000, group };
    };
    const stops = [
      followWheel(plot, view), followPointers(plot, view), followKeys({ plot, view, drawing, onAsk }),
      drawBands(plot, drawing), drawOthers(plot, view, drawing), drawMoments(plot, view), pointAtWhatIsDrawn(plot),
    ]; // prettier-ignore
    if (asks) stops.push(drawSpikes(plot, view, group), followClicks(plot, view, onAsk));
    return () => stops.forEach((stop) => stop());
  }, [plot, view, group]);
  useEffect(() => {
    const box = plot.root.parentElement;
    box?.setAttribute("aria-description", asks ? `${t.value.chartKeys} ${t.value.chartKeysAsk}` : t.value.chartKeys);
  }, [plot, asks, t.value]);
  const asked = view.asked.value;
  return (
    <>
      <ChartWords plot={plot} view={view} group={group} variant={variant} drawing={drawing} />
      {pointed.value && <ChartTip plot={plot} view={view} group={group} variant={variant} asks={asks} drawing={drawing} />}
      {asked?.group === group && <BusyPanel key={asked.at} view={view} at={asked.at} group={group} onClose={() => (view.asked.value = null)} />}
    </>
  );
}

/** Whether the pointer, or the keyboard's cursor, is on this chart: the others only follow. */
function usePointed(plot: uPlot): { value: boolean } {
  const pointed = useSignal(false);
  useEffect(() => {
    const box = plot.root.parentElement;
    const on = (): void => void (pointed.value = true);
    const off = (): void => void (pointed.value = false);
    plot.over.addEventListener("mouseenter", on);
    plot.over.addEventListener("mouseleave", off);
    plot.over.addEventListener(POINTED, on);
    box?.addEventListener("keydown", on);
    box?.addEventListener("blur", off);
    return () => {
      plot.over.removeEventListener("mouseenter", on);
      plot.over.removeEventListener("mouseleave", off);
      plot.over.removeEventListener(POINTED, on);
      box?.removeEventListener("keydown", on);
      box?.removeEventListener("blur", off);
    };
  }, [plot]);
  return pointed;
}

/** A click asks; the second of two, which returns to what was seen before, takes that back. uPlot keeps drags to itself. */
function followClicks(plot: uPlot, view: HostView, onAsk: (point: number) => void): () => void {
  const { over } = plot;
  const onClick = (event: MouseEvent): void => {
    const point = view.axis.cursor.peek();
    if (event.detail > 1) view.asked.value = null;
    else if (point !== null && !event.shiftKey) onAsk(point);
  };
  over.dataset["asks"] = "true";
  over.addEventListener("click", onClick);
  return () => over.removeEventListener("click", onClick);
}
