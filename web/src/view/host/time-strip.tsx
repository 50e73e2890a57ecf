/** The time axis all charts share: its marks, its times, the cursor, and an overview of what lies around it. */

import { useRef } from "preact/hooks";
import { clustersOf } from "../../core/marks";
import { shareOf, ticksOf } from "../../core/ticks";
import { DAY, HOUR, lengthOf, MINUTE, type Range } from "../../core/time-range";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { HostMarks } from "../../store/marks";
import { useSize } from "../parts/use-size";
import { Icon } from "../parts/icon";
import { Brushed } from "./brushed";
import { MarkLane } from "./mark-lane";
import { Overview } from "./overview";
import { Placed } from "./placed";
import { useBrush } from "./use-brush";
import "./time-strip.css";

const GAP_PX = 40; // of marks that are drawn apart: a sign with a plus and two figures beside it
const LABEL_PX = 88;
const TEXT_PX = 52; // what the edge would cut is left out

export function TimeStrip({ view, marks }: { view: HostView; marks: HostMarks }) {
  const lane = useRef<HTMLDivElement>(null);
  const { width } = useSize(lane);
  const brush = useBrush(view, lane);
  const range = view.picture.value?.range;
  return (
    <div class="strip" role="group" aria-label={t.value.timeAxis} data-testid="time-strip">
      <div class="strip-lane" ref={lane} data-testid="strip-lane">
        {range && width > 0 && (
          <>
            <Ticks range={range} width={width} />
            <MarkLane view={view} clusters={clustersOf(marks.shown.value, range, width, GAP_PX)} range={range} width={width} />
            <Cursor view={view} range={range} />
            <Pin view={view} range={range} />
            <Brushed brush={brush} />
          </>
        )}
      </div>
      {range && width > 0 && <Overview view={view} range={range} marks={marks} />}
    </div>
  );
}

function Ticks({ range, width }: { range: Range; width: number }) {
  const { step, at } = ticksOf(range, width, LABEL_PX, (moment) => -new Date(moment).getTimezoneOffset() * MINUTE);
  return (
    <div class="strip-ticks" aria-hidden="true">
      {at.map((tick) => (
        <Placed key={tick} share={shareOf(tick, range)} className="strip-tick">
          {(1 - shareOf(tick, range)) * width > TEXT_PX && tickText(tick, step)}
        </Placed>
      ))}
    </div>
  );
}

function tickText(at: number, step: number): string {
  const clock = new Date(at);
  const isMidnight = clock.getHours() + clock.getMinutes() + clock.getSeconds() === 0;
  return step >= DAY || (isMidnight && step >= MINUTE) ? formats.value.shortDay(at) : formats.value.time(at, step < MINUTE);
}

/** When it is that the cursor of the charts points to. */
function Cursor({ view, range }: { view: HostView; range: Range }) {
  const point = view.axis.cursor.value;
  const at = point === null ? undefined : view.picture.value?.points.at[point];
  const moment = at === undefined ? view.pointed.value : at * 1_000;
  if (moment === null || moment < range.from || moment > range.to) return null;
  return (
    <Placed share={shareOf(moment, range)} className="strip-cursor">
      <span>{momentText(moment, range)}</span>
    </Placed>
  );
}

function momentText(at: number, range: Range): string {
  return lengthOf(range) > 12 * HOUR ? formats.value.moment(at) : formats.value.time(at, true);
}

/** The moment a link is about; a press takes it away. */
function Pin({ view, range }: { view: HostView; range: Range }) {
  const at = view.pinned.value;
  if (at === null || at < range.from || at > range.to) return null;
  const text = momentText(at, range);
  return (
    <Placed share={shareOf(at, range)} className="strip-pin">
      <button type="button" title={`${t.value.unpin}\n${formats.value.utc(at)}`} aria-label={`${text}: ${t.value.unpin}`} data-testid="pinned"
        onClick={() => (view.pinned.value = null)}>
        {text}
        <Icon name="close" size={10} />
      </button>
    </Placed>
  );
} // prettier-ignore
