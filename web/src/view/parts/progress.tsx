/** How many hosts of a run are done: as a bar, and in words; nothing but its place while that is not known. */

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Standing } from "../../core/folding";
import { t } from "../../i18n/language";
import "./progress.css";

const SHOWN: Standing[] = ["done", "failed", "running"];

type Counts = Record<Standing, number>;

const UNKNOWN: Counts = { done: 0, failed: 0, running: 0, waiting: 0 };

export function Progress({ counts }: { counts: Counts | null }) {
  const { done, failed, running, waiting } = counts ?? UNKNOWN;
  const total = done + failed + running + waiting;
  return (
    <div class="progress" data-testid="run-progress" role="status">
      <span class="progress-bar" aria-hidden="true">
        {SHOWN.map((standing) => (
          <Share key={standing} standing={standing} share={total > 0 && counts ? counts[standing] / total : 0} />
        ))}
      </span>
      <span class="progress-words">
        {counts ? t.value.runProgress(done + failed, total) : "\u00a0"}
        {failed > 0 && <span class="bad">{t.value.runsFailedOf(failed)}</span>}
        {running > 0 && <span>{t.value.runsRunning(running)}</span>}
        {waiting > 0 && <span>{t.value.runsWaiting(waiting)}</span>}
      </span>
    </div>
  );
}

function Share({ standing, share }: { standing: Standing; share: number }) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (bar.current) bar.current.style.width = `${share * 100}%`;
  }, [share]);
  return <i ref={bar} class={standing} />;
}
