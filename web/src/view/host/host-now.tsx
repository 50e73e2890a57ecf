/** A host's numbers now, in its head and, once that is out of sight, above its charts. */

import { useEffect, useRef, useState } from "preact/hooks";
import { presentOf } from "../../core/host-line";
import { severity } from "../../core/severity";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { HostCell } from "../../store/hosts";
import { Clock } from "./clock";
import "./host-now.css";

export function HostNow({ view, cell }: { view: HostView; cell: HostCell }) {
  const above = useRef<HTMLDivElement>(null);
  const isStuck = useStuck(above);
  const host = cell.host.value;
  const format = formats.value;
  const labels = Object.entries(host.labels ?? {}).map(([name, value]) => (value ? `${name}=${value}` : name));
  const isSilent = host.status !== "up";
  return (
    <div class={`now${isStuck ? " now-stuck" : ""}`} ref={above} data-testid="host-now">
      <p class="now-who">
        <span class={`dot ${host.status}`} />
        {host.name}
        <span class="visually-hidden">{lookUp(t.value.statuses, host.status)}</span>
      </p>
      <dl class="now-numbers" data-silent={isSilent}>
        <Numbers cell={cell} />
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

function Numbers({ cell }: { cell: HostCell }) {
  const texts = t.value;
  const format = formats.value;
  const now = presentOf({ host: cell.host.value, now: cell.now.value });
  const cores = cell.host.value.cores ?? 0;
  const share = (value: number | null | undefined): string => (typeof value === "number" ? format.percent(value) : "–");
  return (
    <>
      <Figure name={texts.groups.cpu} value={share(now?.cpu)} state={severity(now?.cpu)} testid="now-cpu" />
      <Figure name={texts.groups.memory} value={share(now?.memory)} state={severity(now?.memory)} testid="now-memory" />
      <Figure name={texts.fullestDisk} value={share(now?.disk)} state={severity(now?.disk)} testid="now-disk" />
      <Figure name={texts.groups.load} value={typeof now?.load === "number" ? format.number(now.load, 2) : "–"} of={cores ? ` / ${cores}` : ""}
        state={cores > 0 && (now?.load ?? 0) > 2 * cores ? "warn" : ""} testid="now-load" />
      <Figure name={texts.groups.network} testid="now-network" isWide={now !== null}
        value={`↓ ${typeof now?.receive === "number" ? format.byteRate(now.receive) : "–"}  ↑ ${typeof now?.transmit === "number" ? format.byteRate(now.transmit) : "–"}`} />
      <Figure name={texts.uptime} value={typeof now?.uptime === "number" ? format.calmSpan(now.uptime) : "–"} testid="now-uptime" />
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

/** Whether the head above has gone out of sight. */
function useStuck(above: { current: HTMLElement | null }): boolean {
  const [stuck, setStuck] = useState(false);
  useEffect(() => {
    const head = above.current?.closest(".host")?.querySelector(".host-head");
    if (!head) return;
    const observer = new IntersectionObserver(([entry]) => setStuck(entry ? !entry.isIntersecting : false));
    observer.observe(head);
    return () => observer.disconnect();
  }, []);
  return stuck;
}
