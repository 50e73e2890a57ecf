/** Marking a stretch on the time axis zooms into it; a press pins a moment; pointing shows it on all charts. */

import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { atLeast, lengthOf } from "../../core/time-range";
import type { HostView } from "../../store/host-view";

/** Both from 0 to 1 along the axis; null while nothing is marked. */
export type Brush = ReadonlySignal<{ begin: number; end: number } | null>;

const SMALLEST_PX = 6;

export function useBrush(view: HostView, lane: RefObject<HTMLDivElement | null>): Brush {
  const marked = useSignal<{ begin: number; end: number } | null>(null);
  useEffect(() => {
    const box = lane.current;
    if (!box) return;
    let begun: number | null = null;
    const share = (event: PointerEvent): number => {
      const { left, width } = box.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - left) / width));
    };
    const moment = (at: number): number => view.range().from + at * lengthOf(view.range());
    const isFree = (event: PointerEvent): boolean => !(event.target as Element).closest("button, .strip-tip");
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || !isFree(event)) return;
      begun = share(event);
      box.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent): void => {
      if (begun !== null) marked.value = { begin: begun, end: share(event) };
      else if (isFree(event) && event.pointerType !== "touch") view.pointed.value = moment(share(event));
    };
    const onUp = (event: PointerEvent): void => {
      if (begun === null) return;
      const [one, other] = [begun, share(event)];
      begun = null;
      marked.value = null;
      if (Math.abs(one - other) * box.clientWidth < SMALLEST_PX) view.pinned.value = Math.round(moment(other));
      else {
        const [from, to] = [Math.min(one, other), Math.max(one, other)].map((at) => Math.round(moment(at))) as [number, number];
        view.axis.turn(atLeast({ from, to }));
      }
    };
    const onEnd = (): void => {
      begun = null;
      marked.value = null;
    };
    const onLeave = (): void => void (view.pointed.value = null);
    const onTwice = (event: MouseEvent): void => {
      if ((event.target as Element).closest("button")) return;
      view.pinned.value = null;
      view.axis.back();
    };
    const listeners: [string, (event: never) => void][] = [
      ["pointerdown", onDown], ["pointermove", onMove], ["pointerup", onUp], ["pointercancel", onEnd],
      ["pointerleave", onLeave], ["dblclick", onTwice],
    ]; // prettier-ignore
    for (const [type, listener] of listeners) box.addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of listeners) box.removeEventListener(type, listener as EventListener);
    };
  }, [view]);
  return marked;
}
