/** What lies around the stretch that is shown: a window over more time, to move and to stretch. */

import { useRef } from "preact/hooks";
import { contextOf, gripped, type Grip } from "../../core/context-range";
import { lengthOf, type Range } from "../../core/time-range";
import { shareOf } from "../../core/ticks";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { HostMarks } from "../../store/marks";
import { Placed } from "./placed";
import "./overview.css";

const KEY_STEP = 0.05; // of what is shown

export function Overview({ view, range, marks }: { view: HostView; range: Range; marks: HostMarks }) {
  const bar = useRef<HTMLDivElement>(null);
  const context = useRef<Range | null>(null);
  const held = useRef<{ grip: Grip; x: number; range: Range; context: Range } | null>(null);
  const around = held.current?.context ?? contextOf(range, view.limits(), context.current);
  context.current = around;
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !bar.current) return;
    const grip = ((event.target as HTMLElement).dataset["grip"] as Grip | undefined) ?? "both";
    const isOutside = event.target === bar.current;
    const { left, width } = bar.current.getBoundingClientRect();
    const at = around.from + ((event.clientX - left) / width) * lengthOf(around);
    view.axis.begin();
    const from = isOutside ? { from: at - lengthOf(range) / 2, to: at + lengthOf(range) / 2 } : range;
    held.current = { grip, x: event.clientX, range: from, context: around };
    if (isOutside) view.axis.look.value = gripped(from, "both", 0, view.limits());
    bar.current.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onMove = (event: PointerEvent): void => {
    if (!held.current || !bar.current) return;
    const { grip, x, range: begun, context: shown } = held.current;
    const by = ((event.clientX - x) / bar.current.clientWidth) * lengthOf(shown);
    view.axis.look.value = gripped(begun, grip, by, view.limits());
  };
  const onEnd = (): void => void (held.current = null);
  const handle = (grip: "from" | "to") => (
    <Handle
      grip={grip}
      range={range}
      around={around}
      onMove={(by) => view.axis.turn(gripped(range, grip, by * lengthOf(range), view.limits()))}
    />
  );
  return (
    <div class="overview" ref={bar} data-testid="overview" title={`${formats.value.moment(around.from)} – ${formats.value.moment(around.to)}`}
      onPointerDown={onDown} onPointerMove={onMove} onPointerUp={onEnd} onPointerCancel={onEnd}>
      {marks.shown.value.filter(({ at }) => at >= around.from && at <= around.to).map((mark, index) => (
        <Placed key={index} share={shareOf(mark.at, around)} className={`overview-mark ${mark.kind}`} />
      ))}
      <Placed share={shareOf(range.from, around)} width={lengthOf(range) / lengthOf(around)} className="overview-window">
        <div class="overview-hold" data-grip="both" />
        {handle("from")}
        {handle("to")}
      </Placed>
    </div>
  );
} // prettier-ignore

interface HandleProps {
  grip: "from" | "to";
  range: Range;
  around: Range;
  /** By how much of what is shown. */
  onMove: (by: number) => void;
}

function Handle({ grip, range, around, onMove }: HandleProps) {
  const onKey = (event: KeyboardEvent): void => {
    const by: Record<string, number> = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP, PageDown: -4 * KEY_STEP, PageUp: 4 * KEY_STEP };
    const step = by[event.key];
    if (step === undefined) return;
    onMove(step);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class={`overview-grip ${grip}`}
      role="slider"
      tabIndex={0}
      data-grip={grip}
      data-testid={`grip-${grip}`}
      aria-label={grip === "from" ? t.value.rangeFrom : t.value.rangeTo}
      aria-valuemin={Math.round(around.from)}
      aria-valuemax={Math.round(around.to)}
      aria-valuenow={Math.round(range[grip])}
      aria-valuetext={formats.value.moment(range[grip])}
      onKeyDown={onKey}
    />
  );
}
