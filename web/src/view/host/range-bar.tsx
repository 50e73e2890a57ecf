/** Above the charts: which stretch of time they show, how to choose another, and how to take it away. */

import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { writeRange, writeSpan } from "../../core/format-range";
import { readLook, writeLook } from "../../core/look-address";
import { panned, presets, zoomed } from "../../core/navigate";
import { isLive, lengthOf, LIVE_MS, type Look, type Range } from "../../core/time-range";
import { watchSearch, writeSearch } from "../../edge/search";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import { Icon, type IconName } from "../parts/icon";
import { Export } from "./export";
import { useSpikes } from "./use-spikes";
import "./range-bar.css";

const PAN = 0.5; // of what is shown
const ZOOM = 2;

export function RangeBar({ view, host }: { view: HostView; host: Host }) {
  const { axis } = view;
  const answers = view.past.value?.answers;
  useAddress(view);
  useLiveKey(view);
  useSpikes(view);
  const look = axis.look.value;
  const shown = view.picture.value;
  const step = (act: (range: Range) => Look) => () => axis.turn(act(view.range()));
  const middle = ({ from, to }: Range): number => (isLive(look) ? to : (from + to) / 2);
  const texts = t.value;
  return (
    <div class="range-bar" role="toolbar" aria-label={texts.time} aria-busy={answers?.state.value === "loading"} data-testid="range-bar">
      <Presets view={view} look={look} />
      <div class="range-steps">
        <Step icon="chevronLeft" label={texts.earlier} onPress={step((range) => panned(range, -PAN * lengthOf(range), view.limits()))} />
        <Step icon="minus" label={texts.zoomOut} testid="zoom-out" onPress={step((range) => zoomed(range, ZOOM, middle(range), view.limits()))} />
        <Step icon="plus" label={texts.zoomIn} testid="zoom-in" onPress={step((range) => zoomed(range, 1 / ZOOM, middle(range), view.limits()))} />
        <Step icon="chevronRight" label={texts.laterTime} disabled={isLive(look)}
          onPress={step((range) => panned(range, PAN * lengthOf(range), view.limits()))} />
      </div>
      <div class="range-what">
        {isLive(look) ? <Live host={host} /> : <When range={look} />}
        {!isLive(look) && (
          <button type="button" class="button quiet small" data-testid="back-to-live" aria-keyshortcuts="l" onClick={() => axis.live()}>
            {texts.backToLive}
          </button>
        )}
        {shown && shown.points.step > 1_000 && (
          <span class="range-note" data-testid="one-point">{texts.onePoint(writeSpan(formats.value.language, shown.points.step / 1_000))}</span>
        )}
        {answers?.state.value === "failed" && <span class="range-note" role="status">{texts.pastFailed}</span>}
        <span class="range-loading" aria-hidden="true" />
        <span class="hint" title={texts.chartHint}>{texts.chartHint}</span>
      </div>
      <Export view={view} name={host.name} />
      {isNothing(view) && <Nothing view={view} />}
    </div>
  );
} // prettier-ignore

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

function Live({ host }: { host: Host }) {
  return (
    <span class="range-live" data-testid="is-live">
      <i class={`dot ${host.status}`} />
      {t.value.live}
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

/** The address says what is shown, so that it can be shared; going back and forth shows it again. */
function useAddress({ axis }: HostView): void {
  useEffect(() => {
    const stopWriting = effect(() => writeSearch(writeLook(axis.look.value)));
    const stopReading = watchSearch((search) => axis.turn(readLook(search)));
    return () => {
      stopWriting();
      stopReading();
    };
  }, [axis]);
}

/** `l` is live, wherever one is but where one writes. */
function useLiveKey({ axis }: HostView): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], dialog");
      if (event.key === "l" && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey) axis.live();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [axis]);
}
