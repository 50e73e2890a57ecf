/** The busiest processes, live while this is open and not a moment longer. */

import { useState } from "preact/hooks";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Process } from "../../wire/messages.gen";
import "./processes.css";

const SHOWN = 25;

export function Processes({ view }: { view: HostView }) {
  const [open, setOpen] = useState(false);
  const texts = t.value;
  const turn = (): void => {
    if (open) view.unwatchProcesses();
    else view.watchProcesses();
    setOpen(!open);
  };
  return (
    <section class="box" data-testid="host-processes">
      <header class="box-head">
        <h2 class="box-title">{texts.groups.processes}</h2>
        <button type="button" class="button quiet small" aria-expanded={open} data-testid="processes-toggle" onClick={turn}>
          {open ? texts.processesHide : texts.processesShow}
        </button>
      </header>
      {open && <Table processes={view.processes.value} />}
    </section>
  );
}

function Table({ processes }: { processes: ReadonlyMap<string, Process> | null }) {
  const texts = t.value;
  if (!processes || processes.size === 0) return <p class="muted processes-wait">{texts.processesWait}</p>;
  const busiest = [...processes].sort(([, a], [, b]) => b.cpu - a.cpu || b.memory - a.memory).slice(0, SHOWN);
  return (
    <div class="processes-scroll" tabIndex={0} role="region" aria-label={texts.groups.processes}>
      <table class="processes">
        <thead>
          <tr>
            <th scope="col" class="num">{texts.pid}</th>
            <th scope="col">{texts.command}</th>
            <th scope="col" class="processes-user">{texts.user}</th>
            <th scope="col" class="num">{texts.cpu}</th>
            <th scope="col" class="num">{texts.memory}</th>
          </tr>
        </thead>
        <tbody>
          {busiest.map(([pid, one]) => (
            <tr key={pid}>
              <td class="num muted">{pid}</td>
              <td class="processes-name" title={one.command || one.name}>
                {one.name}
                {one.command && <span class="processes-line">{one.command}</span>}
              </td>
              <td class="processes-user muted">{one.user}</td>
              <td class="num">{formats.value.percent(one.cpu, 1)}</td>
              <td class="num">{formats.value.bytes(one.memory)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
