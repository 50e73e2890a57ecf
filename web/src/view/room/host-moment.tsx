/** A host at a stretch of time that a message leads to: how busy its processors were then. */

import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { writeRange } from "../../core/format-range";
import { Ring } from "../../core/ring";
import { ApiError } from "../../edge/http";
import { fetchHistory } from "../../edge/history-http";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { Spark } from "../fleet/spark";
import { useRoom } from "../context";
import { PathLink } from "./path-link";

const CPU = "system.cpu.utilization";
const POINTS = 90;
const WHOLE = 1;

interface Props {
  id: string;
  /** Milliseconds since 1970 UTC. */
  from: number;
  to: number;
  path: string;
}

export function HostMoment({ id, from, to, path }: Props) {
  const host = useRoom().hosts.find(id);
  const picture = useHistory(host?.id ?? id, from, to);
  if (!host) return null;
  const status = lookUp(t.value.statuses, host.status);
  return (
    <PathLink path={path} className="glance" testid="host-moment">
      <span class="glance-line">
        <span class={`dot ${host.status}`} title={status} />
        <span class="glance-name">{host.name}</span>
        <span class="visually-hidden">{status}</span>
        <span class="glance-more">{writeRange(formats.value.language, from, to)}</span>
      </span>
      {picture && picture.ring.length > 0 && (
        <span class="glance-spark">
          <Spark rings={[picture.ring]} beat={picture.beat} top={WHOLE} />
        </span>
      )}
      {picture && (
        <span class="glance-line muted">{picture.mean === null ? t.value.momentNothing : t.value.momentCpu(formats.value.percent(picture.mean), formats.value.percent(picture.most))}</span>
      )}
    </PathLink>
  );
}

interface Picture {
  ring: Ring;
  beat: ReturnType<typeof signal<number>>;
  mean: number | null;
  most: number;
}

function useHistory(id: string, from: number, to: number): Picture | null {
  const [picture, setPicture] = useState<Picture | null>(null);
  const beat = useMemo(() => signal(0), []);
  useEffect(() => {
    const under = new AbortController();
    fetchHistory(id, { from, to, points: POINTS, columns: [CPU] }, under.signal).then(
      ({ columns: [column] }) => {
        const values = column?.mean ?? [];
        const ring = new Ring(Math.max(1, values.length));
        for (const value of values) ring.push(value);
        const told = values.filter((value): value is number => value !== null);
        const mean = told.length > 0 ? told.reduce((sum, one) => sum + one, 0) / told.length : null;
        setPicture({ ring, beat, mean, most: Math.max(0, ...(column?.max ?? told).map((one) => one ?? 0)) });
      },
      (error: unknown) => {
        if (!under.signal.aborted && !(error instanceof ApiError)) throw error; // the link leads there all the same
      },
    );
    return () => under.abort();
  }, [id, from, to]);
  return picture;
}
