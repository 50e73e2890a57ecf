/** Above the charts: which stretch of time they show, how to choose another, and how to take it away. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { writeRange, writeSpan } from "../../core/format-range";
import { panned, presets, zoomed } from "../../core/navigate";
import { isLive, lengthOf, LIVE_MS, type Look, type Range } from "../../core/time-range";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { Comparing } from "../../store/comparing";
import type { HostView } from "../../store/host-view";
import type { HostCell } from "../../store/hosts";
import { HostMarks } from "../../store/marks";
import { useRoom } from "../context";
import { Icon, type IconName } from "../parts/icon";
import { CompareMenu } from "./compare-menu";
import { CopyLink } from "./copy-link";
import { CustomRange } from "./custom-range";
import { Export } from "./export";
import { HostNow, NowLine } from "./host-now";
import { TimeStrip } from "./time-strip";
import { useAddress } from "./use-address";
import { useHostActions } from "./use-host-actions";
import { useSpikes } from "./use-spikes";
import { ViewMenu } from "./view-menu";
import "./range-bar.css";

export { HostActs } from "./host-acts";
export { ComparedLegend } from "./compared-legend";

const PAN = 0.5; // of what is shown
const ZOOM = 2;

export function RangeBar({ view, cell }: { view: HostView; cell: HostCell }) {
  const room = useRoom();
  const comparing = useMemo(() => new Comparing(room.connection, room.hosts, view), [view]);
  const marks = useMemo(() => new HostMarks(room, view), [view]);
  useEffect(
    () => () => {
      comparing.close();
      marks.close();
    },
    [comparing, marks],
  );
  useAddress(view, comparing);
  useHostActions(view, comparing);
  useSpikes(view);
  const now = useRef<HTMLDivElement>(null);
  return (
    <>
      <HostNow view={view} cell={cell} box={now} />
      <div class="range-stick">
        <NowLine cell={cell} above={now} />
        <Toolbar view={view} cell={cell} comparing={comparing} marks={marks} />
        {(view.picture.value || cell.host.value.status === "up") && <TimeStrip view={view} marks={marks} />}
      </div>
    </>
  );
}

interface ToolbarProps {
  view: HostView;
  cell: HostCell;
  comparing: Comparing;
  marks: HostMarks;
}

function Toolbar({ view, cell, comparing, marks }: ToolbarProps) {
  const { axis } = view;
  const answers = view.past.value?.answers;
  const look = axis.look.value;
  const texts = t.value;
  const host = cell.host.value;
  return (
    <div class="range-bar" role="toolbar" aria-label={texts.time} aria-busy={answers?.state.value === "loading"} data-testid="range-bar">
      <Presets view={view} look={look} />
      <CustomRange view={view} />
      <Steps view={view} look={look} />
      <div class="range-what">
        {isLive(look) ? <Live status={host.status} /> : <When range={look} />}
        {!isLive(look) && (
          <button type="button" class="button quiet small" data-testid="back-to-live" aria-keyshortcuts="l" onClick={() => axis.live()}>
            {texts.backToLive}
          </button>
        )}
        <OnePoint view={view} />
        {answers?.state.value === "failed" && <span class="range-note" role="status">{texts.pastFailed}</span>}
        <span class="range-loading" aria-hidden="true" />
      </div>
      <div class="range-tools">
        <CompareMenu comparing={comparing} host={view.id} />
        <ViewMenu marks={marks} />
        <CopyLink view={view} comparing={comparing} />
        <Export view={view} name={host.name} />
      </div>
      {isNothing(view) && <Nothing view={view} />}
    </div>
  );
} // prettier-ignore

function Steps({ view, look }: { view: HostView; look: Look }) {
  const step = (act: (range: Range) => Look) => () => view.axis.turn(act(view.range()));
  const middle = ({ from, to }: Range): number => (isLive(look) ? to : (from + to) / 2);
  const texts = t.value;
  return (
    <div class="range-steps">
      <Step icon="chevronLeft" label={texts.earlier} onPress={step((range) => panned(range, -PAN * lengthOf(range), view.limits()))} />
      <Step icon="minus" label={texts.zoomOut} testid="zoom-out" onPress={step((range) => zoomed(range, ZOOM, middle(range), view.limits()))} />
      <Step icon="plus" label={texts.zoomIn} testid="zoom-in" onPress={step((range) => zoomed(range, 1 / ZOOM, middle(range), view.limits()))} />
      <Step icon="chevronRight" label={texts.laterTime} disabled={isLive(look)}
        onPress={step((range) => panned(range, PAN * lengthOf(range), view.limits()))} />
    </div>
  );
} // prettier-ignore

/** Where a point is more than a row, how much it is. */
function OnePoint({ view }: { view: HostView }) {
  const step = view.picture.value?.points.step ?? 0;
  if (step <= 1_000) return null;
  return (
    <span class="range-note" data-testid="one-point">
      {t.value.onePoint(writeSpan(formats.value.language, step / 1_000))}
    </span>
  );
}

function Presets({ view, look }: { view: HostView; look: Look }) {
  return (
    <div class="range-presets">
      {presets(view.limits()).map((span) => {
        const text = writeSpan(formats.value.language, span / 1_000);
        return (
          <button
            key={span}
            type="button"
            title={t.value.last(text)}
            aria-pressed={isLive(look) && look.live === span}
            data-testid={`last-${span / 1_000}`}
            onClick={() => view.axis.turn({ live: span })}
          >
            {text}
          </button>
        );
      })}
    </div>
  );
}

interface StepProps {
  icon: IconName;
  label: string;
  testid?: string;
  disabled?: boolean;
  onPress: () => void;
}

function Step({ icon, label, testid, disabled, onPress }: StepProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      data-testid={testid}
      onClick={onPress}
    >
      <Icon name={icon} size={14} />
    </button>
  );
}

function Live({ status }: { status: string }) {
  return (
    <span class="range-live" data-testid="is-live">
      <i class={`dot ${status}`} />
      {status === "down" || status === "expected" ? lookUp(t.value.statuses, status) : t.value.live}
    </span>
  );
}

function When({ range: { from, to } }: { range: Range }) {
  const format = formats.value;
  return (
    <time data-testid="range" title={`${format.utc(from)}\n${format.utc(to)}`}>
      {writeRange(format.language, from, to)}
    </time>
  );
}

/** Nothing is drawn, and nothing is on its way. */
function isNothing(view: HostView): boolean {
  const shown = view.picture.value;
  if (!shown || view.past.value?.answers.state.value !== "still") return false;
  const { at, columns } = shown.points;
  const isIn = (index: number): boolean => (at[index] ?? 0) * 1_000 >= shown.range.from && (at[index] ?? 0) * 1_000 <= shown.range.to;
  return ![...columns.values()].some(({ mean }) => mean.some((value, index) => value !== null && isIn(index)));
}

function Nothing({ view }: { view: HostView }) {
  const newest = Math.max(0, ...(view.past.value?.holdings.value?.columns.map(({ last }) => last) ?? []));
  const show = (): void => view.axis.turn({ from: newest - LIVE_MS, to: newest + LIVE_MS });
  return (
    <p class="range-nothing" data-testid="nothing-here">
      {t.value.nothingHere}{" "}
      {newest > 0 && (
        <button type="button" class="link-button" onClick={show}>
          {t.value.showNewest}
        </button>
      )}
    </p>
  );
}
