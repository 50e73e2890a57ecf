/** What a fleet shows of a host, column by column: the same in rows and in tiles. Each reads its own numbers. */

import type { ComponentType } from "preact";
import type { Column } from "../../core/fleet-columns";
import { isUnknown, presentOf } from "../../core/host-line";
import { labelTexts } from "../../core/label";
import { severity } from "../../core/severity";
import { shortSystem } from "../../core/system-name";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import type { HostCell } from "../../store/hosts";
import type { Now } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Share } from "./share";
import { Spark } from "./spark";

const NOTHING = "–";

interface Props {
  cell: HostCell;
}

function present(cell: HostCell): Now | null {
  return presentOf({ host: cell.host.value, now: cell.now.value });
}

export function Cpu({ cell }: Props) {
  return (
    <>
      <Spark rings={[cell.cpu]} beat={cell.now} top={1} />
      <Percent value={present(cell)?.cpu} />
    </>
  );
}

export function Memory({ cell }: Props) {
  return (
    <>
      <Spark rings={[cell.memory]} beat={cell.now} top={1} />
      <Percent value={present(cell)?.memory} />
    </>
  );
}

export function Bar({ value }: { value: number | null | undefined }) {
  return (
    <>
      <Share share={value} />
      <Percent value={value} />
    </>
  );
}

export function Network({ cell }: Props) {
  return (
    <>
      <Spark rings={[cell.receive, cell.transmit]} beat={cell.now} top={0} />
      <Rates cell={cell} />
    </>
  );
}

export function Rates({ cell }: Props) {
  const now = present(cell);
  const write = (rate: number | null | undefined): string => (isUnknown(rate) ? NOTHING : formats.value.byteRate(rate));
  return (
    <span class="rates">
      <span>
        <i>↓</i> {write(now?.receive)}
      </span>
      <span>
        <i>↑</i> {write(now?.transmit)}
      </span>
    </span>
  );
}

function Load({ cell }: Props) {
  const load = present(cell)?.load;
  return <>{isUnknown(load) ? NOTHING : formats.value.number(load, 2)}</>;
}

function Uptime({ cell }: Props) {
  const uptime = present(cell)?.uptime;
  return <>{isUnknown(uptime) ? NOTHING : formats.value.calmSpan(uptime)}</>;
}

/** Since when a host stands as it stands. */
function Since({ cell }: Props) {
  const room = useRoom();
  void seconds.value;
  return <>{formats.value.calmSpan((room.connection.now() - cell.host.value.since) / 1_000)}</>;
}

function Labels({ cell }: Props) {
  const labels = labelTexts(cell.host.value.labels);
  if (labels.length === 0) return <>{NOTHING}</>;
  return (
    <span class="cell-chips" title={labels.join("\n")}>
      {labels.map((label) => (
        <span key={label} class="cell-chip">
          {label}
        </span>
      ))}
    </span>
  );
}

function Text({ text, title = text }: { text: string; title?: string }) {
  return (
    <span class="cell-text" title={title}>
      {text || NOTHING}
    </span>
  );
}

export function Percent({ value }: { value: number | null | undefined }) {
  if (isUnknown(value)) return <span class="number">{NOTHING}</span>;
  return <span class={`number ${severity(value)}`}>{formats.value.percent(value)}</span>;
}

export const CELLS: Record<Exclude<Column, "name">, ComponentType<Props>> = {
  cpu: Cpu,
  memory: Memory,
  disk: ({ cell }) => <Bar value={present(cell)?.disk} />,
  swap: ({ cell }) => <Bar value={present(cell)?.swap} />,
  network: Network,
  load: Load,
  uptime: Uptime,
  labels: Labels,
  system: ({ cell }) => <Text text={shortSystem(cell.host.value.os ?? "")} title={cell.host.value.os ?? ""} />,
  address: ({ cell }) => <Text text={cell.host.value.ip ?? ""} title={(cell.host.value.addresses ?? []).join("\n")} />,
  version: ({ cell }) => <Text text={cell.host.value.version ?? ""} />,
  cores: ({ cell }) => <>{cell.host.value.cores || NOTHING}</>,
  since: Since,
};

/** The second line of a name: the system and labels, or since when it is not there. */
export function Second({ cell, plain = false }: { cell: HostCell; plain?: boolean }) {
  const host = cell.host.value;
  if (host.paused) {
    return (
      <span class="row-second late" title={t.value.paused}>
        {t.value.paused}
      </span>
    );
  }
  if (host.status !== "up") return <Away cell={cell} />;
  const labels = plain ? [] : labelTexts(host.labels);
  return (
    <span class="row-second" title={host.os}>
      {[shortSystem(host.os ?? ""), ...labels].filter(Boolean).join(" · ") || "\u00a0"}
    </span>
  );
}

function Away({ cell }: Props) {
  const room = useRoom();
  const texts = t.value;
  void seconds.value;
  const { status, since } = cell.host.value;
  const span = formats.value.calmSpan((room.connection.now() - since) / 1_000);
  const said = status === "late" ? texts.lateFor(span) : status === "expected" ? texts.awaited : texts.downFor(span);
  return (
    <span class={`row-second ${status}`} title={status === "expected" ? texts.awaitedHint : said}>
      {said}
    </span>
  );
}
