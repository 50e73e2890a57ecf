/** The head of a run: the command, who asked and when, how far it is, and what can be done. */

import { useState } from "preact/hooks";
import { shownLine } from "../../core/command-line";
import type { RunHead as Head } from "../../core/run-book";
import { cancelRun, outputAddress } from "../../edge/runs-http";
import { go } from "../../edge/place";
import { formats, t } from "../../i18n/language";
import type { RunLook } from "../../store/run-look";
import { askFor } from "../../store/run-request";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { Progress } from "../parts/progress";
import { useAttempt } from "../parts/use-attempt";
import { When } from "../parts/when";
import { SaveDialog } from "../runs/save-dialog";
import { SignalMenu } from "./signal-menu";
import "./run-head.css";

interface Props {
  id: string;
  look: RunLook;
  head: Head;
}

export function RunHead({ id, look, head }: Props) {
  const room = useRoom();
  const { problem, attempt } = useAttempt();
  const [saving, setSaving] = useState(false);
  const texts = t.value;
  const line = shownLine(head.command, head.arguments);
  const over = look.follow.isOver;
  const where = head.where.length > 0 ? head.where : look.follow.hosts.value.map((host) => host.part.value.name);
  const again = async (): Promise<void> => {
    const hosts = head.where.length > 0 ? head.where : look.follow.hosts.value.map((host) => host.id);
    go({ view: "run", id: await askFor({ hosts, ...head }) });
  };
  return (
    <header class="run-top">
      <div class="run-title">
        <Link to={{ view: "runs", host: "" }} className="icon-button run-back" label={texts.allRuns} testid="back-to-runs">
          <Icon name="chevronLeft" />
        </Link>
        <h1>
          <code data-testid="run-title">{line}</code>
        </h1>
        <a class="icon-button" data-testid="run-download-all" href={outputAddress(id, "", "", "jsonl")} title={texts.downloadAll} aria-label={texts.downloadAll} download>
          <Icon name="save" size={14} />
        </a>
        {room.may("run") && (
          <div class="run-acts">
            {!over && <SignalMenu id={id} />}
            {!over && (
              <button type="button" class="button danger small" data-testid="run-cancel-all" onClick={() => void attempt(() => cancelRun(id))}>
                {texts.runCancel}
              </button>
            )}
            <button type="button" class="button quiet small" data-testid="run-save" onClick={() => setSaving(true)}>
              {texts.save}
            </button>
            <button type="button" class="button small" data-testid="run-again" onClick={() => void attempt(again)}>
              <Icon name="play" size={12} />
              {texts.runAgain}
            </button>
          </div>
        )}
      </div>
      <p class="run-about">
        <strong>{head.by}</strong> · {formats.value.shortDay(head.at)}, <When at={head.at} /> · <span class="run-where">{where.join(", ")}</span> ·{" "}
        {texts.runTimeout(formats.value.span(head.timeoutMs / 1_000))}
      </p>
      {look.follow.hosts.value.length !== 1 && <Progress counts={look.counts.value} />}
      <Acts look={look} />
      {problem && (
        <p class="problem" role="alert" data-testid="run-problem">
          {problem}
        </p>
      )}
      {saving && (
        <SaveDialog
          wish={{ name: "", command: head.command, arguments: [...head.arguments], where: [...where], timeout_ms: head.timeoutMs }}
          onClose={() => setSaving(false)}
        />
      )}
    </header>
  );
}

/** Who cancelled or signalled, and when. */
function Acts({ look }: { look: RunLook }) {
  const texts = t.value;
  const acts = look.follow.acts.value;
  if (acts.length === 0) return null;
  return (
    <ul class="run-did" aria-label={texts.runDid}>
      {acts.map((act, index) => (
        <li key={index}>
          {texts.runAct(act.by, act.act === "cancel" ? texts.runCancelled : texts.signal(act.act), look.host(act.host)?.part.value.name ?? "")}{" "}
          <When at={act.at} />
        </li>
      ))}
    </ul>
  );
}
