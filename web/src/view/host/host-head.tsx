/** The head of a host's page: its name and state, and what it is. */

import { othersMay } from "../../edge/mark";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostCell } from "../../store/hosts";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { hostActs } from "../shell/pieces";
import "./host-head.css";

interface Props {
  cell: HostCell;
  /** What the host says it runs. */
  commands: readonly string[];
}

export function HostHead({ cell, commands }: Props) {
  const host = cell.host.value;
  const texts = t.value;
  return (
    <header class="host-head">
      <Link to={{ view: "fleet" }} className="icon-button host-back" label={texts.back} testid="back-to-fleet">
        <Icon name="chevronLeft" />
      </Link>
      <div class="host-who">
        <h1>
          <span class={`dot ${host.paused ? "late" : host.status}`} />
          <span data-testid="host-name">{host.name}</span>
          {!host.paused && (
            <span class={`host-status ${host.status}`} data-testid="host-status">
              {lookUp(texts.statuses, host.status)}
            </span>
          )}
        </h1>
        {host.paused && (
          <p class="host-status late" data-testid="host-paused">
            {texts.paused}
          </p>
        )}
        <Summary cell={cell} />
      </div>
      {othersMay.value && <hostActs.View host={host} commands={commands} />}
    </header>
  );
}

function Summary({ cell }: { cell: HostCell }) {
  const room = useRoom();
  const texts = t.value;
  const format = formats.value;
  const host = cell.host.value;
  if (host.status !== "up") void seconds.value;
  const span = format.calmSpan((room.connection.now() - host.since) / 1_000);
  const parts = [
    host.status === "down" ? texts.downFor(span) : host.status === "late" ? texts.lateFor(span) : "",
    host.os,
    host.cores ? `${host.cores} ${texts.cores}` : "",
    host.memory ? format.bytes(host.memory) : "",
    host.ip,
  ];
  return (
    <p class="host-summary">
      {parts.filter(Boolean).map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  );
}
