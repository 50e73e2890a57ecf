/** One host's part of a run: how far it is, and what the command wrote. */

import { isFinal, succeeded, type HostPart } from "../../core/run-part";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import { RunOutput } from "./run-output";
import "./run-part.css";

interface Props {
  part: HostPart;
  /** Whether the hub has told how it stands. */
  isKnown?: boolean;
}

export function RunPart({ part, isKnown = true }: Props) {
  const final = isFinal(part.state);
  const tone = !final ? "" : succeeded(part) ? "ok" : "bad";
  const standing = part.state === "exited" && tone === "bad" ? t.value.runFailed : lookUp(t.value.runStates, part.state);
  return (
    <section class="run-part" data-testid={`run-part-${part.host}`} data-state={isKnown ? part.state : "unknown"}>
      <header class="run-part-head">
        <Link to={{ view: "host", id: part.host }} className="run-host">
          {part.name}
        </Link>
        <span class={`run-state ${tone}`} data-testid="run-state">
          {isKnown && standing}
        </span>
        <Outcome part={part} />
        <Lasted part={part} />
      </header>
      {part.reason && <p class="run-reason">{part.reason}</p>}
      {(part.chunks.length > 0 || succeeded(part)) && <RunOutput chunks={part.chunks} live={!final} />}
    </section>
  );
}

function Outcome({ part }: { part: HostPart }) {
  if (part.signal) return <span class="run-code">{t.value.signal(part.signal)}</span>;
  if (part.code === null) return null;
  return (
    <span class="run-code" data-testid="run-exit">
      {t.value.exitCode(part.code)}
    </span>
  );
}

/** How long it ran by the agent's clock; while it runs, by ours. */
function Lasted({ part }: { part: HostPart }) {
  const { connection } = useRoom();
  if (isFinal(part.state)) return part.began || part.ms ? <span class="run-ms">{formats.value.duration(part.ms)}</span> : null;
  if (part.began === 0) return null;
  void seconds.value;
  return <span class="run-ms">{formats.value.span((connection.now() - part.began) / 1_000)}</span>;
}
