/** A run in the room: who asked for what, how far it is, and what a few hosts wrote; `run/<id>` shows the rest. */

import { useEffect, useRef, useState } from "preact/hooks";
import { shownLine } from "../../core/command-line";
import { countStandings } from "../../core/folding";
import { isOver } from "../../core/run";
import { cardParts } from "../../core/run-card";
import { newPart } from "../../core/run-part";
import { cancelRun } from "../../edge/runs-http";
import { t } from "../../i18n/language";
import type { RunView } from "../../store/runs";
import type { RunCard } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import { Progress } from "../parts/progress";
import { useAttempt } from "../parts/use-attempt";
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
  const view = useRun(card.run, card.hosts.length, box);
  const name = useSpeaker(by);
  const { problem, attempt } = useAttempt();
  const run = view?.run.value;
  const isKnown = run !== undefined && run.hosts.length > 0; // before, nobody can tell whether it goes on
  const parts = isKnown ? run.hosts : card.hosts.map((host) => newPart(host, room.hosts.nameOf(host)));
  const over = run !== undefined && isOver(run);
  const { shown, more } = isKnown || parts.length === 1 ? cardParts(parts, over) : { shown: [], more: parts.length };
  const line = run?.command ? shownLine(run.command, run.arguments) : shownLine(card.command); // the card holds the whole line
  return (
    <article class="run-card" ref={box} data-testid="run-card" data-run={card.run} data-over={over}>
      <header class="run-head">
        <span class="run-by">{name}</span>
        <span class="muted">{t.value.ran}</span>
        <Link to={{ view: "run", id: card.run }} className="run-open" testid="run-open-view">
          {t.value.runOpen}
        </Link>
        <When at={at} />
      </header>
      <div class="run-line">
        <code data-testid="run-command">{line}</code>
        {isKnown && !over && !view?.gone.value && room.may("run") && (
          <button type="button" class="button quiet small" data-testid="run-cancel" onClick={() => void attempt(() => cancelRun(card.run))}>
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
        <>
          {parts.length > 1 && (
            <div class="run-card-progress">
              <Progress counts={isKnown ? countStandings(parts) : null} />
            </div>
          )}
          {shown.map((part) => (
            <RunPart key={part.host} part={part} isKnown={isKnown} />
          ))}
          {more > 0 && (
            <Link to={{ view: "run", id: card.run }} className="run-rest" testid="run-rest">
              {shown.length > 0 ? t.value.runPartsMore(more) : t.value.hostsCount(more)}
            </Link>
          )}
        </>
      )}
    </article>
  );
}

/** Follow a run from when its card first comes into sight; a card no longer drawn lets go. */
function useRun(id: string, hosts: number, box: { current: HTMLElement | null }): RunView | null {
  const runs = useRuns();
  const [view, setView] = useState<RunView | null>(null);
  useEffect(() => {
    let held = false;
    const observer = new IntersectionObserver((seen) => {
      if (held || !seen.some((one) => one.isIntersecting)) return;
      held = true;
      observer.disconnect();
      setView(runs.hold(id, hosts));
    });
    if (box.current) observer.observe(box.current);
    return () => {
      observer.disconnect();
      if (held) runs.release(id);
    };
  }, [id, runs]);
  return view;
}
