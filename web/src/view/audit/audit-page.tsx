/** The audit: who did what, newest first, growing live; searched, followed back, and saved. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { isNarrowed } from "../../core/audit-entry";
import { dayOf } from "../../core/format";
import { formats, t } from "../../i18n/language";
import { AuditList } from "../../store/audit-list";
import { useRoom } from "../context";
import { AuditRow } from "./audit-row";
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
      <header class="admin-head">
        <h1>{texts.adminPages.audit}</h1>
        <Chain list={list} />
      </header>
      <AuditToolbar list={list} />
      {list.state.value === "failed" && (
        <p class="problem" role="alert">
          {texts.auditFailed}{" "}
          <button type="button" class="link-button" onClick={() => list.reload()}>
            {texts.retry}
          </button>
        </p>
      )}
      {entries.length === 0 && list.state.value === "still" && list.next.value === null && (
        <p class="muted" data-testid="audit-empty">
          {isNarrowed(list.filter.value) ? texts.auditNoMatch : texts.auditEmpty}
        </p>
      )}
      {entries.length > 0 && (
        <ol class="audit-list" aria-label={texts.adminPages.audit}>
          {entries.map((entry, index) => (
            <li key={entry.seq}>
              {dayOf(entry.at) !== dayOf(entries[index - 1]?.at ?? 0) && <h2 class="audit-day">{formats.value.day(entry.at)}</h2>}
              <AuditRow entry={entry} />
            </li>
          ))}
        </ol>
      )}
      {list.next.value !== null && <More list={list} />}
    </div>
  );
}

/** The next page comes when its place is in sight; a search for what is rare goes on until it finds some. */
function More({ list }: { list: AuditList }) {
  const box = useRef<HTMLButtonElement>(null);
  const next = list.next.value;
  useEffect(() => {
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && list.older(), { rootMargin: "300px 0px" });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [list, next]);
  return (
    <button ref={box} type="button" class="button quiet small audit-more" data-testid="audit-older" onClick={() => list.older()}>
      {t.value.auditOlder}
    </button>
  );
}
