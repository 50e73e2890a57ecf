/** An entry as it is written: its place in the chain, its time for everybody on earth, and every field. */

import { useEffect, useState } from "preact/hooks";
import type { AuditEntry } from "../../core/audit-entry";
import { visibleText } from "../../core/visible-text";
import { fetchAudit } from "../../edge/audit-http";
import { formats, t } from "../../i18n/language";
import { Link } from "../parts/link";

const LONGEST = 20_000;

export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const hash = useHash(entry);
  const { body, at, seq } = entry;
  const texts = t.value;
  return (
    <div class="audit-details" data-testid="audit-details">
      <dl>
        <dt>{texts.auditSeq}</dt>
        <dd>{formats.value.number(seq)}</dd>
        <dt>{texts.auditTime}</dt>
        <dd>
          {formats.value.moment(at)} <span class="muted">({formats.value.utc(at)})</span>
        </dd>
        <dt>{texts.auditHash}</dt>
        <dd>
          <code data-testid="audit-hash">{hash || "…"}</code>
        </dd>
      </dl>
      <pre>{visibleText(JSON.stringify(body, null, 2), LONGEST)}</pre>
      {body && body.kind !== "deed" && (
        <Link to={{ view: "run", id: body.run }} className="link-button" testid="audit-run">
          {texts.auditRunOpen}
        </Link>
      )}
    </div>
  );
}

/** What came live came without its hash. */
function useHash({ seq, hash = "" }: AuditEntry): string {
  const [found, setFound] = useState(hash);
  useEffect(() => {
    if (hash) return;
    void fetchAudit({}, seq + 1, 1).then(
      ({ entries }) => setFound(entries.find((one) => one.seq === seq)?.hash ?? ""),
      () => undefined,
    );
  }, [seq, hash]);
  return found;
}
