/** A chart by keyboard: arrows move the cursor, with Shift the chart; + and - zoom, Home is the beginning, End now. */

import type uPlot from "uplot";
import { first, panned, zoomed } from "../../core/navigate";
import { lengthOf, type Look, type Range } from "../../core/time-range";
import type { HostView } from "../../store/host-view";
import type { Drawing } from "./drawing";

const PAN = 0.2; // of what is shown
const ZOOM = 2;

/** uPlot's types leave out that it tells the other charts when asked to. */
interface Shared {
  setCursor(at: { left: number; top: number }, fire: boolean, tellOthers: boolean): void;
}

interface Parts {
  plot: uPlot;
  view: HostView;
  drawing: () => Drawing;
  /** Ask about the point under the cursor. */
  onAsk: (point: number) => void;
}

export function followKeys({ plot, view, drawing, onAsk }: Parts): () => void {
  const box = plot.root.parentElement ?? plot.root;
  const cursorAt = (): number => plot.cursor.idx ?? drawing().to;
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const aside = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (!event.shiftKey && aside !== 0) putCursor(plot, drawing(), cursorAt() + aside);
    else if (event.key === "Enter" || event.key === " ") onAsk(cursorAt());
    else {
      const look = lookAfter(event.key, view, middleOf(plot, view.range()));
      if (!look) return;
      view.axis.turn(look);
    }
    event.preventDefault();
  };
  box.addEventListener("keydown", onKey);
  return () => box.removeEventListener("keydown", onKey);
}

function lookAfter(key: string, view: HostView, middle: number): Look | null {
  const [range, limits] = [view.range(), view.limits()];
  const length = lengthOf(range);
  switch (key) {
    case "ArrowLeft":
      return panned(range, -PAN * length, limits);
    case "ArrowRight":
      return panned(range, PAN * length, limits);
    case "+":
    case "=":
      return zoomed(range, 1 / ZOOM, middle, limits);
    case "-":
      return zoomed(range, ZOOM, middle, limits);
    case "Home":
      return first(length, limits);
    case "End":
      return { live: length };
    default:
      return null;
  }
}

/** Zoom about the cursor where there is one. */
function middleOf(plot: uPlot, { from, to }: Range): number {
  const { left } = plot.cursor;
  return left !== undefined && left >= 0 ? plot.posToVal(left, "x") * 1_000 : (from + to) / 2;
}

/** Setting it here moves it on every chart. */
function putCursor(plot: uPlot, { at, from, to }: Drawing, wanted: number): void {
  const point = Math.min(to, Math.max(from, wanted));
  const left = plot.valToPos(at[point] ?? 0, "x");
  (plot as Shared).setCursor({ left, top: plot.over.clientHeight / 2 }, true, true);
}
