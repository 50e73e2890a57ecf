/** The edge between the view and the room beside it: dragged, or moved by arrows; twice pressed, it is where it was. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { dockWidth, LEAST_DOCK, mostDock } from "../../store/dock-width";
import "./dock-edge.css";

const STEP = 24;

export function DockEdge() {
  const edge = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(LEAST_DOCK);
  const chosen = dockWidth.value;
  useLayoutEffect(() => setDrawn(dock()?.offsetWidth ?? LEAST_DOCK), [chosen]);
  const dock = (): HTMLElement | null => edge.current?.parentElement ?? null;
  const now = (): number => dockWidth.peek() ?? dock()?.offsetWidth ?? LEAST_DOCK;
  const onKey = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowLeft: now() + STEP, ArrowRight: now() - STEP, Home: mostDock(), End: LEAST_DOCK };
    const wanted = moves[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    dockWidth.value = within(wanted);
  };
  const onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault(); // nothing is selected meanwhile
    edge.current?.focus();
    edge.current?.setPointerCapture(event.pointerId);
  };
  const onDrag = (event: PointerEvent): void => {
    const right = dock()?.getBoundingClientRect().right;
    if (right === undefined || !edge.current?.hasPointerCapture(event.pointerId)) return;
    dockWidth.value = within(right - event.clientX);
  };
  return (
    <div
      ref={edge}
      class="dock-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t.value.dockEdge}
      aria-valuemin={LEAST_DOCK}
      aria-valuemax={mostDock()}
      aria-valuenow={chosen ?? drawn}
      tabIndex={0}
      title={t.value.dockEdge}
      data-testid="dock-edge"
      onKeyDown={onKey}
      onPointerDown={onPress}
      onPointerMove={onDrag}
      onDblClick={() => (dockWidth.value = null)}
    />
  );
}

function within(width: number): number {
  return Math.round(Math.min(mostDock(), Math.max(LEAST_DOCK, width)));
}
