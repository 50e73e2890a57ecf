/** One run: what was asked, how far each host is, what each wrote; the same is shown once. */

import { useEffect, useMemo } from "preact/hooks";
import { isTopicPart } from "../../core/topic-part";
import { t } from "../../i18n/language";
import { RunFollow } from "../../store/run-follow";
import { RunLook } from "../../store/run-look";
import { useRoom } from "../context";
import { EmptyState } from "../parts/empty-state";
import { Link } from "../parts/link";
import { hostTerminal } from "./terminal-piece";
import { RunHead } from "./run-head";
import { RunToolbar } from "./run-toolbar";
import { SideBySide } from "./side-by-side";
import { Tabs } from "./tabs";
import "../../style/forms.css";
import "../../style/standing.css";
import "./run-page.css";

export function RunPage({ id }: { id: string }) {
  return isTopicPart(id) ? <Followed id={id} /> : <Gone />;
}

function Followed({ id }: { id: string }) {
  const { connection } = useRoom();
  const look = useMemo(() => new RunLook(new RunFollow(connection, id)), [connection, id]);
  useEffect(() => void hostTerminal.prepare(), []);
  useEffect(
    () => () => {
      look.close();
      look.follow.close();
    },
    [look],
  );
  const { follow } = look;
  const head = follow.head.value;
  if (follow.state.value === "gone") return <Gone />;
  if (!head) return <p class="run-note muted">{follow.state.value === "failed" ? t.value.runsFailed : t.value.loading}</p>;
  return (
    <div class="run-page" data-testid="run-page" data-run={id} data-over={follow.isOver}>
      <RunHead id={id} look={look} head={head} />
      <RunToolbar look={look} />
      {look.groups.value.length === 0 && <p class="muted">{t.value.runNoneKept}</p>}
      {look.layout.value === "tabs" ? <Tabs id={id} look={look} /> : <SideBySide id={id} look={look} />}
    </div>
  );
}

function Gone() {
  return (
    <div class="run-page">
      <h1 class="visually-hidden">{t.value.runs}</h1>
      <EmptyState icon="clock" title={t.value.errors[304]} testid="run-gone">
        <Link to={{ view: "runs", host: "" }} className="button quiet">
          {t.value.allRuns}
        </Link>
      </EmptyState>
    </div>
  );
}
