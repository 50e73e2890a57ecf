/** One host, large: what it does now, and the last minutes of it. */

import { useEffect } from "preact/hooks";
import type { Ring } from "../../core/ring";
import { severity } from "../../core/severity";
import { formats, t } from "../../i18n/language";
import type { HostCell } from "../../store/hosts";
import { Recall } from "../../store/recall";
import { useRoom } from "../context";
import { Spark } from "../fleet/spark";
import { useHubTime } from "./hub-time";
import { SlideHead } from "./slide-head";
import { shownStatus, stateText } from "./state-text";

export function HostSlide({ id }: { id: string }) {
  const room = useRoom();
  const cell = room.hosts.cells.value.get(id);
  useEffect(() => new Recall(room.hosts).wish(id), [room, id]);
  if (!cell) return <SlideHead title={room.hosts.known.value ? t.value.noSuchHost : t.value.loading} />;
  return <Known cell={cell} />;
}

function Known({ cell }: { cell: HostCell }) {
  const texts = t.value;
  const format = formats.value;
  const host = cell.host.value;
  const status = shownStatus(host);
  const now = cell.now.value;
  const share = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : format.percent(value));
  const rate = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : format.byteRate(value));
  const at = useHubTime();
  return (
    <>
      <SlideHead title={host.name}>{status !== "up" && <p class={`tv-state ${status}`}>{stateText(host, at)}</p>}</SlideHead>
      <div class="tv-panels" data-stale={status !== "up"} data-testid="tv-host">
        <Panel title={texts.cpu} value={share(now?.cpu)} state={severity(now?.cpu ?? null)} cell={cell} ring={cell.cpu} top={1} />
        <Panel title={texts.memory} value={share(now?.memory)} state={severity(now?.memory ?? null)} cell={cell} ring={cell.memory} top={1} />
        <Panel title={texts.words.receive} value={rate(now?.receive)} cell={cell} ring={cell.receive} top={0} />
        <Panel title={texts.words.transmit} value={rate(now?.transmit)} cell={cell} ring={cell.transmit} top={0} />
      </div>
    </>
  );
}

interface PanelProps {
  title: string;
  value: string;
  state?: string;
  cell: HostCell;
  ring: Ring;
  top: number;
}

function Panel({ title, value, state = "", cell, ring, top }: PanelProps) {
  return (
    <section class="tv-panel">
      <h2>{title}</h2>
      <p class="tv-number" data-state={state}>
        {value}
      </p>
      <div class="tv-spark">
        <Spark rings={[ring]} beat={cell.now} top={top} />
      </div>
    </section>
  );
}
