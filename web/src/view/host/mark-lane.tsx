/** The marks on the time axis: what is pointed at says who, what and when; a press goes there. */

import { useEffect, useRef, useState } from "preact/hooks";
import { countText, type Cluster, type Mark } from "../../core/marks";
import type { Range } from "../../core/time-range";
import { shareOf } from "../../core/ticks";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { useRoom } from "../context";
import { useAway } from "../parts/use-away";
import { MarkGlyph } from "./mark-glyph";
import { MarkLine, markText } from "./mark-words";
import { Placed } from "./placed";
import { followMark } from "./follow-mark";
import "./mark-lane.css";

const LISTED = 6; // while one points; the list that opens holds all
const TIP_PX = 320;

interface Props {
  view: HostView;
  clusters: readonly Cluster[];
  range: Range;
  width: number;
}

export function MarkLane({ view, clusters, range, width }: Props) {
  const room = useRoom();
  const lane = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const here = clusters.find((one) => keyOf(one) === (opened ?? pointed));
  const point = (cluster: Cluster | null): void => {
    setPointed(cluster && keyOf(cluster));
    const [only] = cluster?.marks ?? [];
    view.pointed.value = cluster && (cluster.marks.length === 1 && only ? only.at : cluster.at);
  };
  const close = (): void => {
    setOpened(null);
    view.pointed.value = null;
  };
  useAway(lane, opened !== null, close);
  const press = (cluster: Cluster): void => {
    const [only] = cluster.marks;
    if (only && cluster.marks.length === 1) followMark(room, view, only);
    else setOpened(opened === keyOf(cluster) ? null : keyOf(cluster));
  };
  const onKey = (event: KeyboardEvent): void => {
    const all = [...(lane.current?.querySelectorAll<HTMLElement>(".mark-button") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 };
    if (event.key === "Escape" && opened !== null) close();
    else if (at >= 0 && next[event.key] !== undefined) all[Math.min(all.length - 1, Math.max(0, next[event.key] ?? 0))]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="mark-lane" ref={lane} role="toolbar" aria-label={t.value.marks} onKeyDown={onKey}>
      {clusters.map((cluster, index) => {
        const key = keyOf(cluster);
        return (
          <Placed key={key} share={shareOf(cluster.at, range)} className="mark-place">
            <button
              type="button"
              class="mark-button"
              tabIndex={pointed === key || (pointed === null && index === clusters.length - 1) ? 0 : -1}
              aria-label={clusterText(cluster)}
              aria-expanded={cluster.marks.length > 1 ? opened === key : undefined}
              data-testid={`mark-${cluster.kind}`}
              data-count={cluster.marks.length}
              onClick={() => press(cluster)}
              onFocus={() => point(cluster)}
              onBlur={() => opened === null && point(null)}
              onPointerEnter={() => opened === null && point(cluster)}
              onPointerLeave={() => opened === null && point(null)}
            >
              <MarkGlyph kind={cluster.kind} />
              {cluster.marks.length > 1 && <span class="mark-count">{countText(cluster)}</span>}
            </button>
          </Placed>
        );
      })}
      {here && <Tip cluster={here} isOpen={opened !== null} left={shareOf(here.at, range) * width} width={width} onTake={(mark) => {
        close();
        followMark(room, view, mark);
      }} />}
    </div>
  );
} // prettier-ignore

/** The same while marks join it on the right. */
function keyOf({ marks: [first] }: Cluster): string {
  return `${first?.at ?? 0} ${first?.kind ?? ""} ${first?.seq ?? 0}`;
}

/** It holds what the button shows: that is what one says to a machine that listens. */
function clusterText(cluster: Cluster): string {
  const { marks, at } = cluster;
  const [only] = marks;
  if (only && marks.length === 1) return `${formats.value.time(only.at, true)}: ${markText(only)}`;
  const said = t.value.marksAround(marks.length, formats.value.time(at, true));
  return said.startsWith(`${countText(cluster)} `) ? said : `${countText(cluster)}, ${said}`;
}

interface TipProps {
  cluster: Cluster;
  isOpen: boolean;
  left: number;
  width: number;
  onTake: (mark: Mark) => void;
}

function Tip({ cluster: { marks }, isOpen, left, width, onTake }: TipProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = isOpen ? marks : marks.slice(-LISTED);
  useEffect(() => {
    if (!box.current) return;
    const size = Math.min(TIP_PX, box.current.offsetWidth);
    box.current.style.left = `${Math.min(Math.max(0, left - size / 2), Math.max(0, width - size))}px`;
    if (isOpen) box.current.querySelector("button")?.focus();
  }, [left, width, isOpen]);
  return (
    <div class="strip-tip" ref={box} data-testid="mark-tip" data-open={isOpen}>
      <ul>
        {shown.map((mark, index) => (
          <li key={index}>
            {isOpen ? (
              <button type="button" class="mark-line" data-testid="mark-line" onClick={() => onTake(mark)}>
                <MarkLine mark={mark} />
              </button>
            ) : (
              <div class="mark-line">
                <MarkLine mark={mark} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {!isOpen && marks.length > shown.length && <p class="hint">{t.value.marksMore(marks.length - shown.length)}</p>}
    </div>
  );
}
