/** The audit: who did what, newest first, growing live; searched, followed back, and saved. */

import { useEffect, useMemo } from "preact/hooks";
import { isNarrowed } from "../../core/audit-entry";
import { dayOf } from "../../core/format";
import { t } from "../../i18n/language";
import { AuditList } from "../../store/audit-list";
import { useRoom } from "../context";
import { DayText } from "../parts/day-text";
import { EmptyState } from "../parts/empty-state";
import { Failed } from "../parts/failed";
import { MoreButton } from "../parts/more-button";
import { PageHead } from "../parts/page-head";
import { AuditRow } from "./audit-row";
import { Exports } from "./exports";
import { AuditToolbar } from "./audit-toolbar";
import { Chain } from "./chain";
import "./audit-page.css";

export function AuditPage() {
  const { connection } = useRoom();
  const list = useMemo(() => new AuditList(connection), [connection]);
  useEffect(() => () => list.close(), [list]);
  const entries = list.entries.value;
  const texts = t.value;
  return (
    <div class="admin" data-testid="audit-page">
      <PageHead title={texts.adminPages.audit}>
        <Exports filter={list.filter.value} />
        <Chain list={list} />
      </PageHead>
      <AuditToolbar list={list} />
      {list.state.value === "failed" && <Failed text={texts.auditFailed} onRetry={() => list.reload()} />}
      {entries.length === 0 && list.state.value === "still" && list.next.value === null && (
        <EmptyState icon={isNarrowed(list.filter.value) ? "search" : "scrollText"} title={isNarrowed(list.filter.value) ? texts.auditNoMatch : texts.auditEmpty} testid="audit-empty" />
      )}
      {entries.length > 0 && (
        <ol class="audit-list" aria-label={texts.adminPages.audit}>
          {entries.map((entry, index) => (
            <li key={entry.seq}>
              {dayOf(entry.at) !== dayOf(entries[index - 1]?.at ?? 0) && <h2 class="audit-day"><DayText at={entry.at} /></h2>}
              <AuditRow entry={entry} />
            </li>
          ))}
        </ol>
      )}
      {list.next.value !== null && <MoreButton label={texts.auditOlder} testid="audit-older" after={list.entries.value} onMore={() => list.older()} />}
    </div>
  );
}
