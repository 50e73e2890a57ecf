/** One account: what it may do, how it proves itself, what is open in its name, and what an admin can do about it. */

import { useState } from "preact/hooks";
import { isInvited, type Account } from "../../core/account";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";
import { Chips } from "../parts/chips";
import { Icon } from "../parts/icon";
import { Menu } from "../parts/menu";
import { Avatar } from "../room/avatar";
import { AccountDialog, type AccountAct } from "./account-dialog";

interface Props {
  account: Account;
  onChange: () => void;
}

export function AccountRow({ account, onChange }: Props) {
  const room = useRoom();
  const [act, setAct] = useState<AccountAct | null>(null);
  const { login, role, scope, disabled, sessions, tokens } = account;
  const texts = t.value;
  const isMe = login.toLowerCase() === room.session.login.toLowerCase();
  const present = room.people.present.value.some((one) => one.login.toLowerCase() === login.toLowerCase());
  return (
    <li class="person-row person-grid" data-testid={`account-row-${login}`} data-role={role} data-disabled={disabled}>
      <div class="person-name">
        <Avatar login={login} />
        <div>
          <strong title={login}>{login}</strong>
          {isMe && <span class="badge">{texts.you}</span>}
          {present && !isMe && <span class="badge">{texts.personHere}</span>}
          {disabled && <span class="badge bad">{texts.personDisabled}</span>}
          {isInvited(account) && <span class="badge warn">{texts.personInvited}</span>}
          {account.created > 0 && <span class="hint">{texts.personSince(formats.value.date(account.created))}</span>}
        </div>
      </div>
      <div class="person-role">
        <span data-testid="account-role">{lookUp(texts.roles, role)}</span>
        {scope.length > 0 && <Chips values={scope} />}
      </div>
      <div class="person-proof">
        <Proof account={account} />
      </div>
      <span class="person-open" data-testid="account-sessions" data-empty={sessions + tokens === 0}>
        {[sessions > 0 ? texts.personSessions(sessions) : "", tokens > 0 ? texts.personTokens(tokens) : ""].filter(Boolean).join(" · ") || "–"}
      </span>
      <Menu
        label={<span class="visually-hidden">{texts.more}</span>}
        title={`${texts.more}: ${login}`}
        testid={`account-more-${login}`}
        className="icon-button"
        ofRow
        actions={[
          { id: "edit", label: texts.personEdit },
          disabled ? { id: "enable", label: texts.personEnable } : { id: "disable", label: texts.personDisable },
          { id: "reset", label: texts.personReset },
          { id: "delete", label: texts.personDelete, danger: true },
        ]}
        onAct={(id) => setAct(id as AccountAct)}
      />
      {act && <AccountDialog act={act} account={account} isMe={isMe} onClose={() => setAct(null)} onDone={onChange} />}
    </li>
  );
}

/** How somebody proves who they are: what protects an account, and what it lacks. */
function Proof({ account: { password, second_factor, oidc, expected } }: { account: Account }) {
  const texts = t.value;
  if (!password && !oidc && expected) return <span class="hint">{texts.proofExpected(expected)}</span>;
  if (!password && !oidc) return <span class="hint">{texts.proofNone}</span>;
  return (
    <>
      {[oidc ? texts.proofOidc : "", password ? texts.proofPassword : ""].filter(Boolean).join(", ")}
      {second_factor && (
        <span class="proof-second" title={texts.proofSecond}>
          <Icon name="check" size={12} />
          {texts.proofSecondShort}
        </span>
      )}
    </>
  );
}
