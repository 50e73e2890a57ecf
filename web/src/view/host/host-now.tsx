/** A host's numbers now, in its head and, once those are out of sight, in a line above its charts. */

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { presentOf } from "../../core/host-line";
import { severity } from "../../core/severity";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { HostCell } from "../../store/hosts";
import { Clock } from "./clock";
import "./host-now.css";

const LINE_PX = 28; // as in host-now.css

export function HostNow({ view, cell, box }: { view: HostView; cell: HostCell; box: RefObject<HTMLDivElement | null> }) {
  const host = cell.host.value;
  const format = formats.value;
  const labels = Object.entries(host.labels ?? {}).map(([name, value]) => (value ? `${name}=${value}` : name));
  const isSilent = host.status !== "up";
  return (
    <div class="now" ref={box} data-testid="host-now">
      <dl class="now-numbers" data-silent={isSilent}>
        <Numbers cell={cell} kind="now" />
      </dl>
      <p class="now-more">
        <span title={`${format.moment(host.since)}\n${format.utc(host.since)}`} data-testid="status-since">
          {host.status === "up" ? t.value.connectedSince(format.moment(host.since)) : t.value.statusSince(lookUp(t.value.statuses, host.status), format.moment(host.since))}
        </span>
        {labels.map((label) => (
          <span key={label} class="now-label">
            {label}
          </span>
        ))}
        {host.version && <span>{t.value.agentVersion(host.version)}</span>}
        <Clock view={view} />
      </p>
    </div>
  );
}

/** Who it is and its numbers, while those of the head are out of sight; for the eye alone, they are said there. */
export function NowLine({ cell, above }: { cell: HostCell; above: RefObject<HTMLElement | null> }) {
  if (!useIsAbove(above)) return null;
  const host = cell.host.value;
  return (
    <div class="now-line" aria-hidden="true" data-testid="now-line">
      <p class="now-who">
        <span class={`dot ${host.status}`} />
        {host.name}
      </p>
      <dl class="now-numbers" data-silent={host.status !== "up"}>
        <Numbers cell={cell} kind="line" />
      </dl>
    </div>
  );
}

function Numbers({ cell, kind }: { cell: HostCell; kind: string }) {
  const texts = t.value;
  const format = formats.value;
  const now = presentOf({ host: cell.host.value, now: cell.now.value });
  const cores = cell.host.value.cores ?? 0;
  const share = (value: number | null | undefined): string => (typeof value === "number" ? format.percent(value) : "–");
  return (
    <>
      <Figure name={texts.groups.cpu} value={share(now?.cpu)} state={severity(now?.cpu)} testid={`${kind}-cpu`} />
      <Figure name={texts.groups.memory} value={share(now?.memory)} state={severity(now?.memory)} testid={`${kind}-memory`} />
      <Figure name={texts.fullestDisk} value={share(now?.disk)} state={severity(now?.disk)} testid={`${kind}-disk`} />
      <Figure name={texts.groups.load} value={typeof now?.load === "number" ? format.number(now.load, 2) : "–"} of={cores ? ` / ${cores}` : ""}
        state={cores > 0 && (now?.load ?? 0) > 2 * cores ? "warn" : ""} testid={`${kind}-load`} />
      <Figure name={texts.groups.network} testid={`${kind}-network`} isWide={now !== null}
        value={`↓ ${typeof now?.receive === "number" ? format.byteRate(now.receive) : "–"}  ↑ ${typeof now?.transmit === "number" ? format.byteRate(now.transmit) : "–"}`} />
      <Figure name={texts.uptime} value={typeof now?.uptime === "number" ? format.calmSpan(now.uptime) : "–"} testid={`${kind}-uptime`} />
    </>
  );
} // prettier-ignore

interface FigureProps {
  name: string;
  value: string;
  of?: string;
  state?: string;
  isWide?: boolean;
  testid: string;
}

function Figure({ name, value, of = "", state = "", isWide = false, testid }: FigureProps) {
  return (
    <div class={`now-figure${isWide ? " now-wide" : ""}`}>
      <dt>{name}</dt>
      <dd class={state} data-testid={testid}>
        {value}
        {of && <span class="now-of">{of}</span>}
      </dd>
    </div>
  );
}

/** Whether an element has gone out of sight above what shows it. */
function useIsAbove(element: RefObject<HTMLElement | null>): boolean {
  const [isAbove, setAbove] = useState(false);
  useEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const options = { root: shown.closest(".view"), rootMargin: `-${LINE_PX}px 0px 0px` };
    const observer = new IntersectionObserver(([entry]) => setAbove(entry ? !entry.isIntersecting : false), options);
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);
  return isAbove;
}
