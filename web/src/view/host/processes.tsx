/** The processes, live while this is open and not a moment longer. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { linesOf, PROCESS_COLUMNS, turned, type ProcessColumn, type ProcessLine, type ProcessOrder } from "../../core/process-list";
import { visibleText } from "../../core/visible-text";
import { formats, t } from "../../i18n/language";
import { LiveProcesses } from "../../store/live-processes";
import type { Process } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Amount } from "./amount";
import "./processes.css";

const MOST_LETTERS = 400;

interface Props {
  host: string;
  memory: number;
  /** A host that is away is not asked. */
  canTell: boolean;
}

export function Processes({ host, memory, canTell }: Props) {
  const [open, setOpen] = useState(false);
  const texts = t.value;
  return (
    <section class="box below-wide" data-testid="host-processes">
      <header class="box-head">
        <h2 class="box-title">{texts.groups.processes}</h2>
        <button type="button" class="button quiet small" aria-expanded={open} disabled={!open && !canTell} data-testid="processes-toggle" onClick={() => setOpen(!open)}>
          {open ? texts.processesHide : texts.processesShow}
        </button>
      </header>
      {open && <Live host={host} memory={memory} />}
    </section>
  );
}

/** While it is paused what was last seen stands still; the host goes on telling. */
function Live({ host, memory }: { host: string; memory: number }) {
  const { connection } = useRoom();
  const live = useMemo(() => new LiveProcesses(connection, host), [connection, host]);
  useEffect(() => live.close, [live]);
  const [held, setHeld] = useState<ReadonlyMap<string, Process> | null>(null);
  const [text, setText] = useState("");
  const [order, setOrder] = useState<ProcessOrder>({ by: "cpu", down: true });
  const texts = t.value;
  const processes = held ?? live.all.value;
  if (!processes || processes.size === 0) return <p class="muted processes-wait">{texts.processesWait}</p>;
  const lines = linesOf(processes, text, order);
  return (
    <>
      <div class="processes-bar">
        <input class="input" type="search" aria-label={texts.processFilter} placeholder={texts.processFilter} data-testid="process-filter" autocomplete="off" spellcheck={false}
          value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="button" class="button quiet small" aria-pressed={held !== null} data-testid="process-pause" onClick={() => setHeld(held ? null : processes)}>
          <Icon name={held ? "play" : "pause"} size={12} />
          {held ? texts.processResume : texts.processPause}
        </button>
        <span class="hint" role="status">{texts.processCount(lines.length, processes.size)}</span>
      </div>
      <Table lines={lines} memory={memory} order={order} onOrder={(by) => setOrder(turned(order, by))} />
    </>
  );
} // prettier-ignore

interface TableProps {
  lines: readonly ProcessLine[];
  memory: number;
  order: ProcessOrder;
  onOrder: (by: ProcessColumn) => void;
}

function Table({ lines, memory, order, onOrder }: TableProps) {
  const texts = t.value;
  const names: Record<ProcessColumn, string> = { pid: texts.pid, name: texts.command, user: texts.user, cpu: texts.groups.cpu, memory: texts.groups.memory };
  const most = Math.max(1, ...lines.map(({ cpu }) => cpu));
  return (
    <div class="box-scroll processes-scroll" tabIndex={0} role="region" aria-label={texts.groups.processes}>
      <table class="box-table processes">
        <thead>
          <tr>
            {PROCESS_COLUMNS.map((by) => (
              <th key={by} scope="col" class={`processes-${by}`} aria-sort={order.by === by ? (order.down ? "descending" : "ascending") : "none"}>
                <button type="button" data-testid={`process-sort-${by}`} onClick={() => onOrder(by)}>
                  {names[by]}
                  {order.by === by && <Icon name={order.down ? "down" : "up"} size={10} />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((one) => (
            <tr key={one.pid} data-testid={`process-${one.pid}`}>
              <td class="num muted">{one.pid}</td>
              <td class="processes-what" title={visibleText(one.command ?? one.name, MOST_LETTERS)}>
                {visibleText(one.name, MOST_LETTERS)}
                {one.command && <span class="processes-line">{visibleText(one.command, MOST_LETTERS)}</span>}
              </td>
              <td class="processes-user muted">{visibleText(one.user, MOST_LETTERS)}</td>
              <td class="num processes-cpu">
                {formats.value.percent(one.cpu, 1)}
                <Amount share={one.cpu / most} />
              </td>
              <td class="num processes-memory">
                {formats.value.bytes(one.memory)}
                <Amount share={memory > 0 ? one.memory / memory : 0} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
