/** One run of the list: the command, where it ran, how it ended. */

import { shownLine } from "../../core/command-line";
import type { RunLine } from "../../core/run-list";
import { formats, t } from "../../i18n/language";
import { Link } from "../parts/link";
import { When } from "../parts/when";

const MOST_NAMES = 3;

export function RunRow({ line }: { line: RunLine }) {
  const texts = t.value;
  const isOver = line.states !== null;
  const failed = line.failed.length;
  const standing = !isOver ? "running" : failed > 0 ? "failed" : "done";
  return (
    <Link to={{ view: "run", id: line.run }} className="runs-row" testid={`runs-row-${line.run}`}>
      <i class={`standing ${standing}`} />
      <span class="visually-hidden">{texts.standings[standing]}</span>
      <code class="runs-command">{shownLine(line.command, line.arguments)}</code>
      <span class="runs-where" title={line.targets.map((target) => target.name).join(", ")}>
        <span class="runs-by-narrow">{line.by} · </span>
        {whereOf(line, texts.others)}
      </span>
      <span class="runs-by">{line.by}</span>
      <span class={`runs-end ${standing}`}>{endOf(line)}</span>
      <When at={line.at} className="runs-when" />
    </Link>
  );
}

function whereOf({ targets, where }: RunLine, others: (n: number) => string): string {
  if (where.some((word) => /[*?=[]|^all$/.test(word))) return where.join(", ");
  const names = targets.slice(0, MOST_NAMES).map((target) => target.name);
  if (targets.length > MOST_NAMES) names.push(others(targets.length - MOST_NAMES));
  return names.join(", ");
}

function endOf({ states, failed, targets, ms }: RunLine): string {
  const texts = t.value;
  if (states === null) return texts.standings.running;
  const span = formats.value.duration(ms);
  if (failed.length === 0) return span;
  return targets.length === 1 ? `${texts.runFailed} · ${span}` : `${texts.failedOf(failed.length, targets.length)} · ${span}`;
}
