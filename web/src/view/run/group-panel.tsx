/** Hosts whose run came to the same: who they are, how it ended, and what they wrote, once. */

import { useState } from "preact/hooks";
import type { Group } from "../../core/folding";
import { isFinal, type PartState } from "../../core/run-part";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { RunHost } from "../../store/run-follow";
import type { RunLook } from "../../store/run-look";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { Choice } from "../parts/choice";
import { Link } from "../parts/link";
import { hostTerminal } from "./terminal-piece";
import { Difference } from "./difference";
import { GroupActions } from "./group-actions";
import "./group-panel.css";

const MOST_NAMES = 12;
const ROWS = 30;
const ROWS_SMALL = 14;

interface Props {
  id: string;
  look: RunLook;
  group: Group;
  small?: boolean;
}

export function GroupPanel({ id, look, group, small = false }: Props) {
  const host = look.shownOf(group);
  const [chosen, setBody] = useState<"difference" | "output" | null>(null);
  if (!host) return null;
  const usual = look.usual.value;
  void host.written.value;
  const differs = usual !== null && usual.key !== group.key && !host.output.isEmpty && isFinal(host.part.value.state);
  // Another end is another text: what it says for itself comes first.
  const body = chosen ?? (usual?.standing === group.standing ? "difference" : "output");
  const texts = t.value;
  return (
    <section class="run-group" data-testid={`run-group-${group.key}`} data-standing={group.standing} data-hosts={group.parts.length}>
      <header class="run-group-head">
        <Title group={group} host={host} />
        {differs && (
          <Choice
            name="body"
            title={texts.runOutput}
            options={[
              ["difference", texts.difference],
              ["output", texts.runOutput],
            ]}
            chosen={body}
            onChoose={setBody}
          />
        )}
        <GroupActions id={id} group={group} host={host} />
      </header>
      {group.parts.length > 1 && <Names parts={group.parts} />}
      {host.part.value.reason && <p class="run-reason">{host.part.value.reason}</p>}
      {differs && body === "difference" ? (
        <Difference look={look} usual={usual} host={host} />
      ) : (
        <hostTerminal.View key={host.id} look={look} host={host} mostRows={small ? ROWS_SMALL : ROWS} />
      )}
    </section>
  );
}

function Title({ group, host }: { group: Group; host: RunHost }) {
  const texts = t.value;
  const part = host.part.value;
  const { standing, parts } = group;
  const state = part.state === "exited" && standing === "failed" ? texts.runFailed : lookUp(texts.runStates, part.state);
  return (
    <div class="run-group-who">
      <h2>
        <i class={`standing ${standing}`} />
        {parts.length > 1 ? (isFinal(part.state) ? texts.identical : texts.hostsCount)(parts.length) : <Link to={{ view: "host", id: part.host }}>{part.name}</Link>}
      </h2>
      <span class={`run-state ${standing === "done" ? "ok" : standing === "failed" ? "bad" : ""}`} data-testid="run-group-state">
        {state}
      </span>
      {part.signal && <span class="run-code">{texts.signal(part.signal)}</span>}
      {part.code !== null && !part.signal && (
        <span class="run-code" data-testid="run-group-exit">
          {texts.exitCode(part.code)}
        </span>
      )}
      <Lasted parts={parts} />
    </div>
  );
}

/** How long it ran: of many, the shortest and the longest. */
function Lasted({ parts }: { parts: readonly PartState[] }) {
  const { connection } = useRoom();
  const format = formats.value;
  const [first] = parts;
  if (!first) return null;
  if (!isFinal(first.state)) {
    if (first.began === 0) return null;
    void seconds.value;
    return <span class="run-code">{format.span((connection.now() - first.began) / 1_000)}</span>;
  }
  const times = parts.map((part) => part.ms);
  const [least, most] = [format.duration(Math.min(...times)), format.duration(Math.max(...times))];
  return <span class="run-code">{least === most ? most : `${least} – ${most}`}</span>;
}

function Names({ parts }: { parts: readonly PartState[] }) {
  const [whole, setWhole] = useState(false);
  const texts = t.value;
  const shown = whole ? parts : parts.slice(0, MOST_NAMES);
  return (
    <ul class="run-names">
      {shown.map((part) => (
        <li key={part.host} data-testid={`run-host-${part.host}`}>
          <Link to={{ view: "host", id: part.host }}>{part.name}</Link>
          {isFinal(part.state) && <span class="run-code">{formats.value.duration(part.ms)}</span>}
        </li>
      ))}
      {parts.length > MOST_NAMES && (
        <li>
          <button type="button" class="link-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? texts.runLess : texts.others(parts.length - MOST_NAMES)}
          </button>
        </li>
      )}
    </ul>
  );
}
