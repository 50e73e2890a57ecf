/** Every run there was: searched, filtered, growing live; and those that are saved. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { RunList } from "../../store/run-list";
import { dayOf } from "../../core/format";
import { useRoom } from "../context";
import { DayText } from "../parts/day-text";
import { EmptyState } from "../parts/empty-state";
import { Failed } from "../parts/failed";
import { Icon } from "../parts/icon";
import { MoreButton } from "../parts/more-button";
import { PageHead } from "../parts/page-head";
import { Skeleton } from "../parts/skeleton";
import { runDialog } from "../shell/pieces";
import { RunRow } from "./run-row";
import { RunsToolbar } from "./runs-toolbar";
import { SavedList } from "./saved-list";
import "../../style/forms.css";
import "../../style/standing.css";
import "./runs-page.css";

export function RunsPage({ host }: { host: string }) {
  const room = useRoom();
  const { connection } = room;
  const [asking, setAsking] = useState(false);
  const list = useMemo(() => new RunList(connection, { host }), [connection, host]);
  useEffect(() => () => list.close(), [list]);
  const lines = list.lines.value;
  const texts = t.value;
  const isNarrowed = Object.values(list.filter.value).some(Boolean);
  return (
    <div class="runs-page" data-testid="runs-page">
      <PageHead title={texts.runs}>
        {room.may("run") && (
          <button type="button" class="button" data-testid="runs-new" onClick={() => setAsking(true)}>
            <Icon name="play" size={12} />
            {texts.runNew}
          </button>
        )}
      </PageHead>
      <SavedList />
      <RunsToolbar list={list} />
      {list.state.value === "failed" && <Failed text={texts.runsFailed} onRetry={() => list.reload()} />}
      {lines.length === 0 && list.state.value === "reading" && <Skeleton />}
      {lines.length === 0 && list.state.value === "still" && (
        <EmptyState
          icon={isNarrowed ? "search" : "play"}
          title={isNarrowed ? texts.runsNoMatch : texts.runsEmpty}
          text={isNarrowed ? undefined : texts.runsEmptyHint}
          testid="runs-empty"
        />
      )}
      {lines.length > 0 && (
        <ul class="runs-list" aria-label={texts.runs}>
          {lines.map((line, index) => (
            <li key={line.run}>
              {dayOf(line.at) !== dayOf(lines[index - 1]?.at ?? 0) && <h2 class="runs-day"><DayText at={line.at} /></h2>}
              <RunRow line={line} />
            </li>
          ))}
        </ul>
      )}
      {!list.isWhole.value && lines.length > 0 && <MoreButton label={texts.runsOlder} after={lines} onMore={() => list.older()} />}
      {asking && <runDialog.View commands={[]} onClose={() => setAsking(false)} />}
    </div>
  );
}
