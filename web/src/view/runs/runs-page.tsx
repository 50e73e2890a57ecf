/** Every run there was: searched, filtered, growing live; and those that are saved. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { formats, t } from "../../i18n/language";
import { RunList } from "../../store/run-list";
import { dayOf } from "../../core/format";
import { useRoom } from "../context";
import { RunRow } from "./run-row";
import { RunsToolbar } from "./runs-toolbar";
import { SavedList } from "./saved-list";
import "../../style/forms.css";
import "../../style/standing.css";
import "./runs-page.css";

export function RunsPage({ host }: { host: string }) {
  const { connection } = useRoom();
  const list = useMemo(() => new RunList(connection, { host }), [connection, host]);
  useEffect(() => () => list.close(), [list]);
  const lines = list.lines.value;
  const texts = t.value;
  const isNarrowed = Object.values(list.filter.value).some(Boolean);
  return (
    <div class="runs-page" data-testid="runs-page">
      <h1 class="visually-hidden">{texts.runs}</h1>
      <SavedList />
      <RunsToolbar list={list} />
      {list.state.value === "failed" && (
        <p class="problem" role="alert">
          {texts.runsFailed}{" "}
          <button type="button" class="link-button" onClick={() => list.reload()}>
            {texts.retry}
          </button>
        </p>
      )}
      {lines.length === 0 && list.state.value === "still" && (
        <div class="runs-empty" data-testid="runs-empty">
          <p>{isNarrowed ? texts.runsNoMatch : texts.runsEmpty}</p>
          {!isNarrowed && <p class="hint">{texts.runsEmptyHint}</p>}
        </div>
      )}
      {lines.length > 0 && (
        <ul class="runs-list" aria-label={texts.runs}>
          {lines.map((line, index) => (
            <li key={line.run}>
              {dayOf(line.at) !== dayOf(lines[index - 1]?.at ?? 0) && <h2 class="runs-day">{formats.value.day(line.at)}</h2>}
              <RunRow line={line} />
            </li>
          ))}
        </ul>
      )}
      {!list.isWhole.value && lines.length > 0 && <More list={list} />}
    </div>
  );
}

/** The next page comes when its place is in sight. */
function More({ list }: { list: RunList }) {
  const box = useRef<HTMLButtonElement>(null);
  const count = list.lines.value.length;
  useEffect(() => {
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && list.older(), { rootMargin: "300px 0px" });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [list, count]);
  return (
    <button ref={box} type="button" class="button quiet small runs-more" onClick={() => list.older()}>
      {t.value.runsOlder}
    </button>
  );
}
