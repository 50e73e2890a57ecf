/** A run in the room: who asked for what, and each host's part filling live. */

import { useEffect, useRef, useState } from "preact/hooks";
import { isOver, type Run } from "../../core/run";
import { newPart } from "../../core/run-part";
import { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import type { RunView } from "../../store/runs";
import type { RunCard } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { When } from "../parts/when";
import { RunPart } from "./run-part";
import { useRuns } from "./use-runs";
import { useSpeaker } from "./use-speaker";
import "../../style/forms.css";
import "./run-card.css";

interface Props {
  card: RunCard;
  by: string;
  at: number;
}

export function RunCardView({ card, by, at }: Props) {
  const room = useRoom();
  const box = useRef<HTMLElement>(null);
  const view = useRun(card.run, box);
  const name = useSpeaker(by);
  const [problem, setProblem] = useState("");
  const run = view?.run.value;
  const parts = run && run.hosts.length > 0 ? run.hosts : card.hosts.map((host) => newPart(host, room.hosts.nameOf(host)));
  const over = run !== undefined && isOver(run);
  const cancel = async (): Promise<void> => {
    try {
      await room.api.cancel(card.run);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(errorText(t.value, error.code, error.message));
    }
  };
  return (
    <article class="run-card" ref={box} data-testid="run-card" data-run={card.run} data-over={over}>
      <header class="run-head">
        <span class="run-by">{name}</span>
        <span class="muted">{t.value.ran}</span>
        <When at={at} />
      </header>
      <div class="run-line">
        <code data-testid="run-command">{commandLine(card, run)}</code>
        {!over && !view?.gone.value && room.may("run") && (
          <button type="button" class="button quiet small" data-testid="run-cancel" onClick={() => void cancel()}>
            {t.value.runCancel}
          </button>
        )}
      </div>
      {problem && (
        <p class="problem run-problem" role="alert">
          {problem}
        </p>
      )}
      {view?.gone.value ? (
        <p class="run-problem muted">{t.value.errors[304]}</p>
      ) : (
        parts.map((part) => <RunPart key={part.host} part={part} />)
      )}
    </article>
  );
}

/** Follow a run from when its card first comes into sight; a card no longer drawn lets go. */
function useRun(id: string, box: { current: HTMLElement | null }): RunView | null {
  const runs = useRuns();
  const [view, setView] = useState<RunView | null>(null);
  useEffect(() => {
    let held = false;
    const observer = new IntersectionObserver((seen) => {
      if (held || !seen.some((one) => one.isIntersecting)) return;
      held = true;
      observer.disconnect();
      setView(runs.hold(id));
    });
    if (box.current) observer.observe(box.current);
    return () => {
      observer.disconnect();
      if (held) runs.release(id);
    };
  }, [id, runs]);
  return view;
}

function commandLine(card: RunCard, run: Run | undefined): string {
  if (!run || run.command === "") return card.command; // the card holds the whole line
  return [run.command, ...run.arguments.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg}'`))].join(" ");
}
