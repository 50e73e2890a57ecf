/** What one can do with a host's charts from anywhere in its page, for the keyboard and the palette. */

import { useEffect } from "preact/hooks";
import { SHIFTS } from "../../core/compare";
import { writeSpan } from "../../core/format-range";
import { panned, presets, zoomed } from "../../core/navigate";
import { isLive, lengthOf, type Look, type Range } from "../../core/time-range";
import { writeClipboard } from "../../edge/clipboard";
import { formats, t } from "../../i18n/language";
import { explain, register, type Action, type KeyHint } from "../../store/actions";
import type { Comparing } from "../../store/comparing";
import type { HostView } from "../../store/host-view";
import { timeText } from "./compare-menu";
import { linkTo } from "./copy-link";
import { arrange } from "./view-menu";

const PAN = 0.5; // of what is shown
const ZOOM = 2;

export function useHostActions(view: HostView, comparing: Comparing): void {
  useEffect(() => {
    const stops = [register(() => actionsOf(view, comparing)), explain(hints)];
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) leave(view, comparing);
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      stops.forEach((stop) => stop());
    };
  }, [view, comparing]);
}

/** Leave what one came to last: the large chart, the comparison, the moment, the past. */
function leave(view: HostView, comparing: Comparing): void {
  if (view.enlarged.peek()) view.enlarged.value = null;
  else if (comparing.what.peek()) comparing.choose(null);
  else if (view.pinned.peek() !== null) view.pinned.value = null;
  else view.axis.live();
}

function actionsOf(view: HostView, comparing: Comparing): Action[] {
  const texts = t.value;
  const group = texts.hostGroup;
  const { axis } = view;
  const turn = (act: (range: Range) => Look) => () => axis.turn(act(view.range()));
  const middle = ({ from, to }: Range): number => (isLive(axis.look.peek()) ? to : (from + to) / 2);
  const spans = presets(view.limits()).map((span) => ({
    id: `host:last-${span}`, title: texts.last(writeSpan(formats.value.language, span / 1_000)), group, run: () => axis.turn({ live: span }),
  })); // prettier-ignore
  const shifts = SHIFTS.map((before) => ({
    id: `host:before-${before}`, title: texts.compareWith(timeText(before)), group, run: () => comparing.choose({ before }),
  })); // prettier-ignore
  const large = view.groups.value.map(({ id }) => ({
    id: `host:large-${id}`, title: texts.enlarge(texts.groups[id]), group, run: () => void (view.enlarged.value = id),
  })); // prettier-ignore
  const found: Action[] = [
    { id: "host:live", title: texts.backToLive, keys: "l", group, run: () => axis.live() },
    ...spans,
    { id: "host:in", title: texts.zoomIn, group, run: turn((range) => zoomed(range, 1 / ZOOM, middle(range), view.limits())) },
    { id: "host:out", title: texts.zoomOut, group, run: turn((range) => zoomed(range, ZOOM, middle(range), view.limits())) },
    { id: "host:earlier", title: texts.earlier, group, run: turn((range) => panned(range, -PAN * lengthOf(range), view.limits())) },
    { id: "host:later", title: texts.laterTime, group, run: turn((range) => panned(range, PAN * lengthOf(range), view.limits())) },
    ...shifts,
    { id: "host:link", title: texts.copyLink, group, run: () => void writeClipboard(linkTo(view, comparing)) },
    ...[0, 1, 2, 3].map((count) => ({ id: `host:columns-${count}`, title: texts.columnsOf(count), group, run: () => arrange(count) })),
    ...large,
  ];
  if (comparing.what.value) found.push({ id: "host:alone", title: texts.compareStop, group, run: () => comparing.choose(null) });
  return found;
}

function hints(): KeyHint[] {
  const texts = t.value;
  const group = texts.hostGroup;
  return [
    { keys: "← →", title: texts.keyCursor, group },
    { keys: "Shift+← Shift+→", title: texts.keyPan, group },
    { keys: "+ -", title: texts.keyZoom, group },
    { keys: "Home End", title: texts.keyEnds, group },
    { keys: "Enter", title: texts.keyWho, group },
    { keys: "Esc", title: texts.keyLeave, group },
  ];
}
