/** What a chart says under the cursor: exactly when, and of each line the mean, the least and the most. */

import { useLayoutEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import type { GroupId, Variant } from "../../core/charts";
import { writeRange } from "../../core/format-range";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { useRoom } from "../context";
import { valueAt } from "./compared-legend";
import type { Drawing } from "./drawing";
import { writeExactly } from "./exact-value";
import { spikeNear, spikesOf } from "./spike-marks";
import { writeLabel } from "./value";

const MOST_LINES = 10;
const AWAY_PX = 14;
const BELOW_PX = 2;
const FOOT_PX = 14; // its own 6 px from the top, and some air
const ROW_MS = 1_500; // a point not wider than this is one moment

interface Props {
  plot: uPlot;
  view: HostView;
  group: GroupId;
  variant: Variant;
  /** A click here names processes. */
  asks: boolean;
  drawing: () => Drawing;
}

export function ChartTip({ plot, view, group, variant, asks, drawing }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const point = view.axis.cursor.value;
  const picture = view.picture.value;
  const at = point === null ? undefined : picture?.points.at[point];
  useLayoutEffect(() => {
    if (box.current && at !== undefined) place(box.current, plot, at);
  });
  if (point === null || at === undefined || !picture) return null;
  const spike = spikeNear(plot, spikesOf(view, group), at);
  const isKnown = isMeasured(drawing(), point);
  return (
    <div class="chart-tip" ref={box} data-testid="chart-tip">
      <Moment at={at * 1_000} step={picture.points.step} />
      {isKnown ? <Lines view={view} variant={variant} drawing={drawing()} point={point} moment={at} /> : <p class="chart-tip-nothing">{t.value.nothingHere}</p>}
      {asks && isKnown && <p class="chart-tip-utc">{t.value.whoHint}</p>}
      {spike && <p class="chart-tip-spike">{t.value.spike(t.value.groups[group], formats.value.percent(spike.value ?? 0))}</p>}
    </div>
  );
}

function isMeasured({ raw }: Drawing, point: number): boolean {
  return raw.some(({ mean }) => (mean[point] ?? null) !== null);
}

/** Of a point that stands for a stretch, the stretch. */
function Moment({ at, step }: { at: number; step: number }) {
  const format = formats.value;
  const [from, to] = [at - step / 2, at + step / 2];
  const isMoment = step <= ROW_MS;
  return (
    <>
      <time dateTime={new Date(at).toISOString()}>{isMoment ? format.moment(at) : writeRange(format.language, from, to, true)}</time>
      <p class="chart-tip-utc">{isMoment ? format.utc(at) : format.utc(from)}</p>
    </>
  );
}

interface LinesProps {
  view: HostView;
  variant: Variant;
  drawing: Drawing;
  point: number;
  /** Seconds since 1970 UTC. */
  moment: number;
}

function Lines({ view, variant, drawing: { raw, others }, point, moment }: LinesProps) {
  const room = useRoom();
  const lines = variant.lines
    .map((line, index) => ({ line, index, band: raw[index] }))
    .sort((a, b) => (b.band?.mean[point] ?? -1) - (a.band?.mean[point] ?? -1));
  const shown = (variant.stacked ? lines.sort((a, b) => a.index - b.index) : lines).slice(0, MOST_LINES);
  const hasBounds = raw.some(({ low }) => low);
  const write = (value: number | null | undefined): string => writeExactly(value, variant.unit);
  const past = others.find(({ overlay }) => overlay.isPast);
  const elsewhere = others.filter(({ overlay }) => !overlay.isPast);
  return (
    <table>
      {(hasBounds || past) && (
        <thead>
          <tr>
            <td />
            {hasBounds && <th scope="col">{t.value.least}</th>}
            <th scope="col">{hasBounds ? t.value.mean : ""}</th>
            {hasBounds && <th scope="col">{t.value.most}</th>}
            {past && <th scope="col">{t.value.beforeColumn}</th>}
          </tr>
        </thead>
      )}
      <tbody>
        {shown.map(({ line, index, band }) => (
          <tr key={index}>
            <td>
              <i class={`swatch series-${(index % 8) + 1}`} />
              {elsewhere.length > 0 ? room.hosts.nameOf(view.id) : writeLabel(line.label, variant.id === "cores")}
            </td>
            {hasBounds && <td class="muted">{write(band?.low?.[point] ?? band?.mean[point])}</td>}
            <td>{write(band?.mean[point])}</td>
            {hasBounds && <td class="muted">{write(band?.high?.[point] ?? band?.mean[point])}</td>}
            {past && <td class="muted">{write(valueAt(past, index, moment))}</td>}
          </tr>
        ))}
        {elsewhere.map((other, index) => (
          <tr key={other.overlay.id}>
            <td>
              <i class={`swatch series-${index + 2}`} />
              {other.overlay.name}
            </td>
            {hasBounds && <td />}
            <td>{write(valueAt(other, 0, moment))}</td>
            {hasBounds && <td />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Beside the cursor, on the side where there is room; where there is none, below what it tells about. */
function place(box: HTMLElement, plot: uPlot, at: number): void {
  const left = plot.over.offsetLeft + plot.valToPos(at, "x") + (plot.root.parentElement?.offsetLeft ?? 0);
  const isRight = left > plot.width / 2;
  const x = isRight ? left - AWAY_PX - box.offsetWidth : left + AWAY_PX;
  const most = plot.width - box.offsetWidth;
  const isBeside = isRight ? x >= 0 : x <= most;
  const inside = Math.min(Math.max(0, x), Math.max(0, most));
  const lowest = window.innerHeight - FOOT_PX - plot.root.getBoundingClientRect().top - box.offsetHeight;
  const below = Math.max(0, Math.min(plot.height - BELOW_PX, lowest));
  box.style.transform = `translate(${inside}px, ${isBeside ? 0 : below}px)`;
}
