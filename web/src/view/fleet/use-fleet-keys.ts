/** The keys of the fleet: j, k and arrows move, Enter opens, x selects, Escape clears. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { allToggled, NOTHING_SELECTED } from "../../core/selection";
import type { Step } from "../../core/walk";
import { go as goTo } from "../../edge/place";
import type { FleetView } from "../../store/fleet-view";
import { select } from "./select-box";

interface Keys {
  view: FleetView;
  box: RefObject<HTMLElement | null>;
  /** Move; `extend`: what is passed is selected. */
  go: (step: Step, extend: boolean) => void;
}

const STEPS: Record<string, Step> = {
  ArrowDown: "down",
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
  PageDown: "page-down",
  PageUp: "page-up",
  j: "down",
  k: "up",
  J: "down",
  K: "up",
};
/** Those work wherever the focus is, if it is nowhere in particular. */
const ANYWHERE = ["j", "k", "J", "K", "x"];
export const FILTER = "fleet-filter";

export function useFleetKeys(keys: Keys): void {
  const newest = useRef(keys);
  newest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
      const isInside = newest.current.box.current?.contains(event.target as Node) ?? false;
      const isFree = event.target === document.body || event.target === document.getElementById("view");
      if (!isInside && !(isFree && (ANYWHERE.includes(event.key) || event.key === "Escape"))) return;
      if (act(event, newest.current)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** Return whether the key meant something. */
function act(event: KeyboardEvent, { view, go }: Keys): boolean {
  const { key } = event;
  const id = view.active.peek();
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "a") {
    view.selection.value = allToggled(view.selection.peek(), view.shown.peek());
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const step = STEPS[key];
  if (step) go(step, event.shiftKey);
  else if ((key === "x" || key === " ") && id) select(view, id, event.shiftKey);
  else if (key === "Enter" && id && isRow(event.target)) goTo({ view: "host", id });
  else if (key === "Escape") return clear(view);
  else return false;
  return true;
}

/** First what is selected, then what is typed. */
export function clear(view: FleetView): boolean {
  if (view.selection.peek().size > 0) view.selection.value = NOTHING_SELECTED;
  else if (view.typed.peek()) view.typed.value = "";
  else return false;
  return true;
}

function isRow(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset["id"] !== undefined;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isBox = target instanceof HTMLInputElement && target.type === "checkbox";
  return (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !isBox) || target.isContentEditable || document.querySelector("dialog[open]") !== null;
}
