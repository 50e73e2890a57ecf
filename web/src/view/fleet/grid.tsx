/** The fleet's hosts as a grid one walks through by keys: rows or lines of tiles under the heads of groups, those in sight only. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { groupedItems, plainItems, walk, type Item } from "../../core/fleet-items";
import { mixedRows } from "../../core/row-heights";
import { itemOf, stepFrom, type Step } from "../../core/walk";
import { t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import { reveal, VirtualRows } from "../parts/virtual-rows";
import { GroupHead, GROUP_HEAD } from "./group-head";
import { useFleetKeys } from "./use-fleet-keys";

interface Props {
  view: FleetView;
  /** Hosts in a line. */
  perLine: number;
  /** Of a line, in pixels. */
  height: number;
  className: string;
  /** What sticks to the top, and how high it is. */
  head?: ComponentChildren;
  above?: number;
  /** `index`: the line's number for who cannot see it, from 1. */
  draw: (ids: readonly string[], index: number) => ComponentChildren;
}

export function Grid({ view, perLine, height, className, head, above = 0, draw }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const groups = view.groups.value;
  const [shown, folded] = [view.shown.value, view.folded.value];
  const items = useMemo(
    () => (groups ? groupedItems(groups, folded, perLine) : plainItems(shown, perLine)),
    [groups, folded, shown, perLine],
  );
  const rows = useMemo(() => mixedRows(items.map((item) => (item.kind === "head" ? GROUP_HEAD : height))), [items, height]);
  const heads = useMemo(() => headsOf(items), [items]);
  const active = useActive(view, items);
  const wantsFocus = useRef(false);
  const go = (step: Step, extend: boolean): void => {
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? height) - above) / height) - 1);
    const place = stepFrom(items, wantsFocus.current || view.active.peek() ? view.active.peek() : "", step, page);
    if (!place || !box.current) return;
    if (extend) view.extend(place.id);
    view.active.value = place.id;
    wantsFocus.current = true;
    reveal(box.current, rows, place.item, above, above + (groups ? GROUP_HEAD : 0));
    focusOn(box.current, place.id);
  };
  useLayoutEffect(() => {
    if (wantsFocus.current && box.current) focusOn(box.current, view.active.peek());
    wantsFocus.current = false;
  });
  useFleetKeys({ view, box, go });
  useHold(view, box);
  return (
    <div class={`fleet-table ${className}`}>
      <div
        class="fleet-scroll"
        ref={box}
        role="grid"
        aria-label={t.value.fleet}
        aria-rowcount={items.length + (head ? 1 : 0)}
        aria-multiselectable
        data-testid="fleet-grid"
      >
        {head}
        <VirtualRows
          rows={rows}
          box={box}
          above={above}
          kept={active}
          {...(groups ? { headOf: (index: number) => heads[index] ?? -1 } : {})}
          keyOf={(index) => items[index]?.key ?? ""}
          draw={(index) => {
            const item = items[index];
            if (!item) return null;
            const number = index + (head ? 2 : 1);
            return item.kind === "head" ? <GroupHead view={view} item={item} index={number} /> : draw(item.ids, number);
          }}
        />
      </div>
    </div>
  );
}

/** For each item, the head it stands under. */
function headsOf(items: readonly Item[]): Int32Array {
  const heads = new Int32Array(items.length).fill(-1);
  items.forEach((item, index) => (heads[index] = item.kind === "head" ? index : (heads[index - 1] ?? -1)));
  return heads;
}

/** The one host the Tab key comes to; where it went, its neighbour. Returns its item, which is always drawn. */
function useActive(view: FleetView, items: readonly Item[]): readonly number[] {
  const before = useRef(0);
  const id = view.active.value;
  const at = useMemo(() => itemOf(items, id), [items, id]);
  useEffect(() => {
    if (at >= 0) return void (before.current = at);
    const ids = walk(items.slice(Math.max(0, before.current - 1)));
    const next = ids[0] ?? walk(items)[0];
    if (next !== undefined) view.active.value = next;
  }, [at, items, view]);
  return useMemo(() => (at >= 0 ? [at] : []), [at]);
}

function focusOn(box: HTMLElement, id: string): void {
  box.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}

/** Tell the view whether the pointer or the focus is in the list: rows must not move away from under them. */
function useHold(view: FleetView, box: { current: HTMLElement | null }): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let pointed = false;
    const update = (): void => void (view.held.value = pointed || element.contains(document.activeElement));
    /** However the focus came to a host, the keys go on from there, and it stays drawn. */
    const onFocus = (): void => {
      const id = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-id]")?.dataset["id"];
      if (id !== undefined) view.active.value = id;
      update();
    };
    const events: [string, () => void][] = [
      ["pointerenter", () => ((pointed = true), update())],
      ["pointerleave", () => ((pointed = false), update())],
      ["focusin", onFocus],
      ["focusout", () => window.setTimeout(update)],
    ];
    for (const [name, act] of events) element.addEventListener(name, act);
    return () => {
      for (const [name, act] of events) element.removeEventListener(name, act);
      view.held.value = false;
    };
  }, [view, box]);
}
