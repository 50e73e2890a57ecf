/** One host of the fleet. Reads its own cells: a new number elsewhere does not touch it. */

import { memo } from "../parts/memo";
import { shortSystem } from "../../core/system-name";
import { severity } from "../../core/severity";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import type { HostCell } from "../../store/hosts";
import type { Host, Now } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import { Share } from "./share";
import { Spark } from "./spark";

interface Props {
  cell: HostCell;
  index: number;
}

export const Row = memo(function Row({ cell, index }: Props) {
  const host = cell.host.value;
  return (
    <div
      class="fleet-row"
      role="row"
      aria-rowindex={index + 2}
      data-testid={`fleet-row-${host.id}`}
      data-status={host.status}
      data-paused={host.paused ?? ""}
      data-host={host.name}
    >
      <div class="cell cell-name" role="cell">
        <span class={`dot ${host.status}`} title={lookUp(t.value.statuses, host.status)} />
        <span class="visually-hidden">{lookUp(t.value.statuses, host.status)}</span>
        <Link to={{ view: "host", id: host.id }} className="row-link" title={host.name}>
          {host.name}
        </Link>
        <Second host={host} />
      </div>
      <Cpu cell={cell} />
      <Memory cell={cell} />
      <Disk cell={cell} />
      <Network cell={cell} />
      <Load cell={cell} />
      <Uptime cell={cell} />
    </div>
  );
});

/** The second line of the name: the system, or since when it is not there. */
function Second({ host }: { host: Host }) {
  if (host.paused) return <span class="row-second late" title={t.value.paused}>{t.value.paused}</span>;
  if (host.status !== "up") return <Since host={host} />;
  const labels = Object.entries(host.labels ?? {}).map(([name, value]) => (value ? `${name}=${value}` : name));
  return <span class="row-second" title={host.os}>{[shortSystem(host.os ?? ""), ...labels].filter(Boolean).join(" · ") || "\u00a0"}</span>;
}

function Since({ host }: { host: Host }) {
  const room = useRoom();
  const texts = t.value;
  void seconds.value;
  const span = formats.value.calmSpan((room.connection.now() - host.since) / 1_000);
  return <span class={`row-second ${host.status}`}>{host.status === "late" ? texts.lateFor(span) : texts.downFor(span)}</span>;
}

/** A machine that is not there has a past, which its sparklines show, and no present. */
function present(cell: HostCell): Now | null {
  return cell.host.value.status === "down" ? null : cell.now.value;
}

function Cpu({ cell }: { cell: HostCell }) {
  return (
    <div class="cell cell-cpu" role="cell" data-label={t.value.cpu}>
      <Spark rings={[cell.cpu]} beat={cell.now} top={1} />
      <Percent value={present(cell)?.cpu} />
    </div>
  );
}

function Memory({ cell }: { cell: HostCell }) {
  return (
    <div class="cell cell-memory" role="cell" data-label={t.value.memory}>
      <Spark rings={[cell.memory]} beat={cell.now} top={1} />
      <Percent value={present(cell)?.memory} />
    </div>
  );
}

function Disk({ cell }: { cell: HostCell }) {
  const share = present(cell)?.disk;
  return (
    <div class="cell cell-disk" role="cell" data-label={t.value.disk}>
      <Share share={share} />
      <Percent value={share} />
    </div>
  );
}

function Network({ cell }: { cell: HostCell }) {
  const now = present(cell);
  const write = (rate: number | null | undefined): string =>
    rate === null || rate === undefined ? "–" : formats.value.byteRate(rate);
  return (
    <div class="cell cell-network" role="cell" data-label={t.value.network}>
      <Spark rings={[cell.receive, cell.transmit]} beat={cell.now} top={0} />
      <span class="rates">
        <span>
          <i>↓</i> {write(now?.receive)}
        </span>
        <span>
          <i>↑</i> {write(now?.transmit)}
        </span>
      </span>
    </div>
  );
}

function Load({ cell }: { cell: HostCell }) {
  const load = present(cell)?.load;
  return (
    <div class="cell cell-load" role="cell" data-label={t.value.load}>
      {load === null || load === undefined ? "–" : formats.value.number(load, 2)}
    </div>
  );
}

function Uptime({ cell }: { cell: HostCell }) {
  const uptime = present(cell)?.uptime;
  return (
    <div class="cell cell-uptime" role="cell" data-label={t.value.uptime}>
      {uptime === null || uptime === undefined ? "–" : formats.value.calmSpan(uptime)}
    </div>
  );
}

function Percent({ value }: { value: number | null | undefined }) {
  if (value === null || value === undefined) return <span class="number">–</span>;
  return <span class={`number ${severity(value)}`}>{formats.value.percent(value)}</span>;
}
