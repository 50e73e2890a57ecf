/** The accounts of the hub: who may come in, as what, and how well they are protected. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { accountMatches, inOrder, type Account } from "../../core/account";
import { fetchAccounts } from "../../edge/accounts-http";
import { t } from "../../i18n/language";
import { Reread } from "../../store/reread";
import { useRoom } from "../context";
import { EmptyState } from "../parts/empty-state";
import { Failed } from "../parts/failed";
import { Icon } from "../parts/icon";
import { PageHead } from "../parts/page-head";
import { SearchField } from "../parts/search-field";
import { Skeleton } from "../parts/skeleton";
import { AccountRow } from "./account-row";
import { AddPerson } from "./add-person";
import { RolesExplained } from "./role-field";
import "./people-page.css";

const DEEDS = ["account", "password", "second-factor", "token", "session", "login", "logout", "setup"];
const FEW = 8; // these one sees at a glance

export function PeoplePage() {
  const { connection } = useRoom();
  const list = useMemo(() => new Reread(connection, DEEDS, async () => inOrder((await fetchAccounts()).accounts)), [connection]);
  useEffect(() => () => list.close(), [list]);
  const [typed, setTyped] = useState("");
  const [adding, setAdding] = useState(false);
  const texts = t.value;
  const accounts = list.value.value;
  const isMany = accounts !== null && accounts.length > FEW;
  return (
    <div class="admin" data-testid="people-page">
      <PageHead title={texts.people} count={accounts?.length ?? null}>
        {isMany && <SearchField testid="people-filter" label={texts.peopleFilter} value={typed} onType={setTyped} />}
        <button type="button" class="button" data-testid="person-add" onClick={() => setAdding(true)}>
          <Icon name="plus" size={14} />
          {texts.personAdd}
        </button>
      </PageHead>
      {list.failed.value && <Failed text={texts.peopleFailed} onRetry={() => void list.read()} />}
      {accounts === null && !list.failed.value && <Skeleton lines={3} />}
      {accounts !== null && <AccountList accounts={accounts.filter((one) => accountMatches(one, typed))} onChange={() => void list.read()} />}
      <RolesExplained />
      {adding && <AddPerson known={accounts ?? []} onDone={() => void list.read()} onClose={() => setAdding(false)} />}
    </div>
  );
}

function AccountList({ accounts, onChange }: { accounts: readonly Account[]; onChange: () => void }) {
  const texts = t.value;
  if (accounts.length === 0) return <EmptyState icon="search" title={texts.peopleNoMatch} />;
  return (
    <>
      <div class="admin-heads person-grid" aria-hidden="true">
        <span>{texts.personLogin}</span>
        <span>{texts.personRole}</span>
        <span>{texts.personProof}</span>
        <span>{texts.personOpen}</span>
        <span />
      </div>
      <ul class="admin-list" aria-label={texts.people}>
        {accounts.map((account) => (
          <AccountRow key={account.login} account={account} onChange={onChange} />
        ))}
      </ul>
    </>
  );
}
