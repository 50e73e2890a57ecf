/** What hands do on a chart: wheel and pinch zoom, dragging moves. Each function returns how to stop. */

import type uPlot from "uplot";
import { panned, zoomed } from "../../core/navigate";
import { lengthOf } from "../../core/time-range";
import type { HostView } from "../../store/host-view";

/** Told to a plot whose cursor a finger holds. */
export const POINTED = "tocsin-pointed";

const HOLD_MS = 450; // a finger that rests so long points instead of moving
const REST_PX = 8;
const PAUSE_MS = 400; // wheel turns that follow each other sooner are one gesture
const LINE_PX = 16;
const PINCH = 0.01; // a trackpad's pinch comes as small turns of a wheel with Ctrl
const WHEEL = 0.002;

/** Ctrl and the wheel, or two fingers on a trackpad, zoom; Shift and the wheel, or a turn sideways, move. */
export function followWheel(plot: uPlot, view: HostView): () => void {
  let last = 0;
  const onWheel = (event: WheelEvent): void => {
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const [x, y] = [event.deltaX * scale, event.deltaY * scale];
    const isZoom = event.ctrlKey || event.metaKey;
    const aside = event.shiftKey ? x || y : Math.abs(x) > Math.abs(y) ? x : 0;
    if (!isZoom && aside === 0) return; // the page scrolls
    event.preventDefault();
    if (event.timeStamp - last > PAUSE_MS) view.axis.begin();
    last = event.timeStamp;
    if (isZoom) zoomBy(plot, view, Math.exp(y * (Math.abs(y) < 50 ? PINCH : WHEEL)), event.clientX);
    else panBy(plot, view, aside);
  };
  const box = plot.root;
  box.addEventListener("wheel", onWheel, { passive: false });
  return () => box.removeEventListener("wheel", onWheel);
}

/** Dragging with Shift or on the time axis moves; so does a finger, and two of them zoom. One that rests has the cursor. */
export function followPointers(plot: uPlot, view: HostView): () => void {
  const box = plot.root;
  const fingers = new Map<number, PointerEvent>();
  let dragged: PointerEvent | null = null;
  const rest = resting(plot);
  const onDown = (event: PointerEvent): void => {
    if (event.pointerType === "touch") {
      if (fingers.size === 0) view.axis.begin();
      fingers.set(event.pointerId, event);
      rest.begin(event, fingers.size);
    } else if (event.button === 0 && (event.shiftKey || !plot.over.contains(event.target as Node))) {
      dragged = event;
      view.axis.begin();
      box.setPointerCapture(event.pointerId);
    }
  };
  const onMove = (event: PointerEvent): void => {
    if (dragged?.pointerId === event.pointerId) {
      panBy(plot, view, dragged.clientX - event.clientX);
      dragged = event;
    }
    const before = fingers.get(event.pointerId);
    if (!before || rest.moved(event)) return;
    const other = [...fingers.values()].find((one) => one.pointerId !== event.pointerId);
    if (other) pinch(plot, view, before, event, other);
    else panBy(plot, view, before.clientX - event.clientX);
    fingers.set(event.pointerId, event);
  };
  const onEnd = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    rest.end();
    if (dragged?.pointerId === event.pointerId) dragged = null;
  };
  // A press that moves the chart must not begin to mark a stretch of it.
  const onPress = (event: MouseEvent): void => {
    if (dragged) event.stopPropagation();
  };
  const listeners: [string, (event: never) => void][] = [
    ["pointerdown", onDown], ["pointermove", onMove], ["pointerup", onEnd], ["pointercancel", onEnd], ["mousedown", onPress],
  ]; // prettier-ignore
  for (const [type, listener] of listeners) box.addEventListener(type, listener as EventListener, true);
  return () => {
    for (const [type, listener] of listeners) box.removeEventListener(type, listener as EventListener, true);
  };
}

interface Resting {
  begin(event: PointerEvent, fingers: number): void;
  /** Whether the finger has the cursor, and must not move the chart. */
  moved(event: PointerEvent): boolean;
  end(): void;
}

/** The finger that rests on a plot long enough to have its cursor. */
function resting(plot: uPlot): Resting {
  let timer = 0;
  let down: PointerEvent | null = null;
  let points = false;
  const point = (event: PointerEvent): void => {
    const { left } = plot.over.getBoundingClientRect();
    (plot as Shared).setCursor({ left: event.clientX - left, top: plot.over.clientHeight / 2 }, true, true);
    plot.over.dispatchEvent(new Event(POINTED));
  };
  const end = (): void => {
    window.clearTimeout(timer);
    points = false;
  };
  return {
    begin(event, fingers) {
      end();
      down = event;
      if (fingers > 1) return;
      timer = window.setTimeout(() => {
        points = true;
        point(event);
      }, HOLD_MS);
    },
    moved(event) {
      if (points) point(event);
      else if (down && Math.abs(event.clientX - down.clientX) > REST_PX) window.clearTimeout(timer);
      return points;
    },
    end,
  };
}

/** uPlot's types leave out that it tells the other charts when asked to. */
interface Shared {
  setCursor(at: { left: number; top: number }, fire: boolean, tellOthers: boolean): void;
}

function pinch(plot: uPlot, view: HostView, before: PointerEvent, now: PointerEvent, other: PointerEvent): void {
  const [was, is] = [before, now].map((one) => Math.max(20, Math.abs(one.clientX - other.clientX))) as [number, number];
  zoomBy(plot, view, was / is, (now.clientX + other.clientX) / 2);
}

/** `x` is where on the screen time stands still. */
function zoomBy(plot: uPlot, view: HostView, factor: number, x: number): void {
  const range = view.range();
  const { left, width } = plot.over.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (x - left) / width));
  view.axis.look.value = zoomed(range, factor, range.from + share * lengthOf(range), view.limits());
}

function panBy(plot: uPlot, view: HostView, pixels: number): void {
  const range = view.range();
  view.axis.look.value = panned(range, (pixels / plot.over.clientWidth) * lengthOf(range), view.limits());
}
