/** Where one is logged in. */

import { clientName } from "../../core/client-name";
import { endSession, type OpenSession } from "../../edge/account-http";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import type { OwnAccount } from "../../store/own-account";
import { useRoom } from "../context";
import { useAttempt } from "../parts/use-attempt";
import { When } from "../parts/when";
import { Count } from "./count";
import { Section } from "./section";

const JUST_NOW_MS = 60_000;

export function SessionSection({ account }: { account: OwnAccount }) {
  const { problem, attempt } = useAttempt();
  const texts = t.value;
  const sessions = account.sessions.value;
  const end = (id = ""): void => void attempt(() => endSession(id).then(() => account.loadSessions()));
  const endOthers = sessions.length > 1 && (
    <button type="button" class="button quiet small" data-testid="sessions-end" onClick={() => end()}>
      {texts.sessionsEndOthers}
    </button>
  );
  return (
    <Section id="account-sessions" title={texts.sessions} text={texts.sessionsText} state={<Count of={sessions.length} />} act={endOthers}>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <ul class="account-list">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => end(session.id)} />
        ))}
      </ul>
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const { ahead } = useRoom().connection;
  const texts = t.value;
  const format = formats.value;
  const name = clientName(session.client) || texts.clientUnknown;
  const begun = `${format.date(session.created)}, ${format.time(session.created)}`;
  return (
    <li class="account-row" data-testid="session-row" data-current={session.current}>
      <div class="account-row-main">
        <p class="account-row-name" title={session.client}>
          {name}
          {session.current && <span class="badge">{texts.sessionThis}</span>}
        </p>
        <p class="hint">
          <span>{session.ip}</span> <span>· {lookUp(texts.methods, session.method)}</span>{" "}
          <span>
            · <When at={session.created}>{texts.since(begun)}</When>
          </span>{" "}
          {!session.current && (
            <span>
              · <When at={session.seen}>{seenText(session.seen, seconds.value + ahead)}</When>
            </span>
          )}
        </p>
      </div>
      {!session.current && (
        <button type="button" class="button quiet small" data-testid="session-end" aria-label={texts.sessionEndOf(name, session.ip)} onClick={onEnd}>
          {texts.sessionEnd}
        </button>
      )}
    </li>
  );
}

function seenText(seen: number, now: number): string {
  return now - seen < JUST_NOW_MS ? t.value.seenNow : t.value.seenAgo(formats.value.ago(seen, now));
}
