/** A run that a message leads to: what was run, on how many hosts, how far it is. */

import { useEffect, useState } from "preact/hooks";
import { shownLine } from "../../core/command-line";
import { countStandings } from "../../core/folding";
import { isOver } from "../../core/run";
import { t } from "../../i18n/language";
import type { RunView } from "../../store/runs";
import { Link } from "../parts/link";
import { useRuns } from "./use-runs";
import { useSpeaker } from "./use-speaker";

const ASKED_HOSTS = 8; // how many there are is known once its first entries are here

export function RunGlance({ id }: { id: string }) {
  const runs = useRuns();
  const [view, setView] = useState<RunView | null>(null);
  useEffect(() => {
    setView(runs.hold(id, ASKED_HOSTS));
    return () => runs.release(id);
  }, [id, runs]);
  const run = view?.run.value;
  const by = useSpeaker(run?.by ?? "");
  const texts = t.value;
  if (view?.gone.value) return <p class="glance muted" data-testid="run-glance">{texts.errors[304]}</p>;
  if (!run?.command) return null;
  const { failed, done } = countStandings(run.hosts);
  const over = isOver(run);
  const tone = failed > 0 ? "bad" : over ? "ok" : "";
  const state = failed > 0 ? texts.glanceFailed(failed, run.hosts.length) : texts.runProgress(done + failed, run.hosts.length);
  return (
    <Link to={{ view: "run", id }} className="glance" testid="run-glance">
      <span class="glance-line">
        <span class="glance-name">
          <code>{shownLine(run.command, run.arguments)}</code>
        </span>
        <span class="glance-more">{by}</span>
      </span>
      <span class="glance-line">
        <span class="muted">{texts.hostsCount(run.hosts.length)}</span>
        <span class={`glance-state ${tone}`}>{state}</span>
      </span>
    </Link>
  );
}
