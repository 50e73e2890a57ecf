/** One's own account: password, second factor, sessions, tokens. */

import { useEffect, useMemo } from "preact/hooks";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { OwnAccount } from "../../store/own-account";
import { useRoom } from "../context";
import { Failed } from "../parts/failed";
import { PageHead } from "../parts/page-head";
import { problemText } from "../parts/problem-text";
import { Avatar } from "../room/avatar";
import { PasswordSection } from "./password-section";
import { SecondFactorSection } from "./second-factor-section";
import { SessionSection } from "./session-section";
import { TokenSection } from "./token-section";
import "../../style/badge.css";
import "../../style/forms.css";
import "./account-page.css";

export function AccountPage() {
  const room = useRoom();
  const { login, role } = room.connection.me.value ?? room.session;
  const account = useMemo(() => new OwnAccount(), [room]);
  // Another role, and what it may do, comes with another welcome.
  useEffect(() => {
    if (role !== "guest") void account.load();
  }, [account, role]);
  const isLive = room.connection.phase.value.name === "live";
  useEffect(() => {
    if (isLive && account.failure.peek()) void account.load();
  }, [account, isLive]);
  const me = account.me.value;
  const failure = account.failure.value;
  const texts = t.value;
  return (
    <div class="account-page" data-testid="account-page">
      <PageHead title={texts.yourAccount} />
      <section class="account-section account-self" aria-label={login}>
        <Avatar login={login} />
        <div>
          <p class="account-self-name">
            <strong>{login}</strong>
            <span class="badge" data-testid="account-role">
              {lookUp(texts.roles, role)}
            </span>
          </p>
          <p class="muted">{lookUp(texts.roleMeans, role)}</p>
          {me && me.scope.length > 0 && (
            <p class="muted" data-testid="account-scope">
              {texts.scopeOnly}{" "}
              {me.scope.map((label) => (
                <span key={label} class="badge">
                  {label}
                </span>
              ))}
            </p>
          )}
          {role === "guest" && <p class="muted">{texts.guestAccount}</p>}
        </div>
      </section>
      {failure && <Failed text={problemText(failure)} onRetry={() => void account.load()} />}
      {me && (
        <>
          <PasswordSection account={account} me={me} />
          <SecondFactorSection account={account} me={me} />
          <SessionSection account={account} />
          <TokenSection account={account} role={role} />
        </>
      )}
    </div>
  );
}
