/** The head of a host's page: its name and state, what it is, and what can be done. */

import { useState } from "preact/hooks";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostCell } from "../../store/hosts";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { removeDialog, runDialog } from "../shell/pieces";
import "./host-head.css";

interface Props {
  cell: HostCell;
  /** What the host says it runs. */
  commands: readonly string[];
}

export function HostHead({ cell, commands }: Props) {
  const room = useRoom();
  const [asking, setAsking] = useState(false);
  const [removing, setRemoving] = useState(false);
  const host = cell.host.value;
  const texts = t.value;
  const down = host.status === "down";
  return (
    <header class="host-head">
      <Link to={{ view: "fleet" }} className="icon-button host-back" label={texts.back} testid="back-to-fleet">
        <Icon name="chevronLeft" />
      </Link>
      <div class="host-who">
        <h1>
          <span class={`dot ${host.status}`} />
          <span data-testid="host-name">{host.name}</span>
          <span class={`host-status ${host.status}`} data-testid="host-status">
            {lookUp(texts.statuses, host.status)}
          </span>
        </h1>
        {host.paused && (
          <p class="host-status late" data-testid="host-paused">
            {texts.paused}
          </p>
        )}
        <Summary cell={cell} />
      </div>
      <div class="host-acts">
        {room.may("remove") && (
          <button type="button" class="button quiet small" data-testid="remove-open" onClick={() => setRemoving(true)}>
            {texts.remove}
          </button>
        )}
        {!down && !host.paused && room.may("run") && room.reach.value(host) && (
          <button type="button" class="button small" data-testid="run-open" onClick={() => setAsking(true)}>
            <Icon name="play" size={12} />
            {texts.run}
          </button>
        )}
      </div>
      {removing && <removeDialog.View host={host} onClose={() => setRemoving(false)} />}
      {asking && <runDialog.View host={host} commands={commands} onClose={() => setAsking(false)} />}
    </header>
  );
}

function Summary({ cell }: { cell: HostCell }) {
  const room = useRoom();
  const texts = t.value;
  const format = formats.value;
  const host = cell.host.value;
  const uptime = cell.now.value?.uptime;
  if (host.status !== "up") void seconds.value;
  const span = format.calmSpan((room.connection.now() - host.since) / 1_000);
  const parts = [
    host.status === "down" ? texts.downFor(span) : host.status === "late" ? texts.lateFor(span) : "",
    host.os,
    host.cores ? `${host.cores} ${texts.cores}` : "",
    host.memory ? format.bytes(host.memory) : "",
    host.ip,
    uptime && host.status === "up" ? texts.upFor(format.calmSpan(uptime)) : "",
  ];
  return <p class="host-summary">{parts.filter(Boolean).join(" · ")}</p>;
}
