/** What was run on this host, the newest first, and once more. */

import { useEffect, useMemo } from "preact/hooks";
import { shownLine } from "../../core/command-line";
import type { RunLine } from "../../core/run-list";
import { formats, t } from "../../i18n/language";
import { RunList } from "../../store/run-list";
import { askFor } from "../../store/run-request";
import { dockOpen } from "../../store/preferences";
import type { Host } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { useAttempt } from "../parts/use-attempt";
import { When } from "../parts/when";
import "./host-runs.css";

const SHOWN = 8;

export function HostRuns({ host }: { host: Host }) {
  const room = useRoom();
  const list = useMemo(() => new RunList(room.connection, { host: host.id }), [room, host.id]);
  useEffect(() => () => list.close(), [list]);
  const { problem, attempt } = useAttempt();
  const lines = list.lines.value;
  const texts = t.value;
  const mayRun = room.may("run") && room.reach.value(host) && host.status !== "down" && !host.paused;
  const again = (line: RunLine): Promise<boolean> =>
    attempt(async () => {
      await askFor({ hosts: [host.id], command: line.command, arguments: line.arguments });
      dockOpen.value = true; // the answer appears in the room
    });
  return (
    <section class="box host-runs" data-testid="host-runs-box">
      <header class="box-head">
        <h2 class="box-title">{texts.runs}</h2>
        <Link to={{ view: "runs", host: host.id }} className="button quiet small" testid="host-runs">
          {texts.runsOfHost}
        </Link>
      </header>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {lines.length === 0 && <p class="muted host-runs-none">{list.state.value === "reading" ? texts.loading : texts.runsEmpty}</p>}
      <ul class="host-runs-list">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line.run}>
            <RunLink line={line} host={host.id} />
            {mayRun && (
              <button type="button" class="icon-button" aria-label={`${texts.runAgain}: ${line.command}`} title={texts.runAgain} data-testid={`host-run-again-${line.run}`}
                onClick={() => void again(line)}>
                <Icon name="play" size={11} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
} // prettier-ignore

function RunLink({ line, host }: { line: RunLine; host: string }) {
  const texts = t.value;
  const standing = line.states === null ? "running" : line.failed.includes(host) ? "failed" : "done";
  return (
    <Link to={{ view: "run", id: line.run }} className="host-run" testid={`host-run-${line.run}`}>
      <i class={`standing ${standing}`} />
      <span class="visually-hidden">{texts.standings[standing]}</span>
      <code>{shownLine(line.command, line.arguments)}</code>
      <span class="muted">{line.by}</span>
      <span class="muted">{line.states === null ? texts.standings.running : formats.value.duration(line.ms)}</span>
      <When at={line.at} />
    </Link>
  );
}
