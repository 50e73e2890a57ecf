/** One entry of the audit: in words, and on demand as it is written, with its hash. */

import { useState } from "preact/hooks";
import { whoOf, type AuditEntry } from "../../core/audit-entry";
import { visibleText } from "../../core/visible-text";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { memo } from "../parts/memo";
import { When } from "../parts/when";
import { AuditDetails } from "./audit-details";
import { Words } from "./words";

const LONGEST_NAME = 80;

export const AuditRow = memo(function AuditRow({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false);
  const { body, at, seq, ip } = entry;
  const deed = body?.kind === "deed" ? body : null;
  return (
    <div class="audit-entry" data-testid={`audit-row-${seq}`} data-kind={body?.kind ?? ""} data-deed={deed?.deed ?? ""}>
      <button type="button" class="audit-row" data-testid="audit-open" aria-expanded={open} onClick={() => setOpen(!open)}>
        <When at={at} className="audit-when" />
        <span class="audit-who">
          <Who by={whoOf(body) || entry.by} />
          {ip && <span class="audit-ip">{ip}</span>}
        </span>
        <span class="audit-words">
          {deed?.refused && deed.deed !== "refused" && <span class="badge bad">{t.value.auditRefused}</span>} <Words body={body} />
        </span>
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
      </button>
      {open && <AuditDetails entry={entry} />}
    </div>
  );
});

/** Who it was, as a person reads it. */
function Who({ by }: { by: string }) {
  const { hosts } = useRoom();
  const name = by === "@hub" ? t.value.hub : by.startsWith("host/") ? hosts.nameOf(by.slice(5)) : by || "–";
  return <bdi title={visibleText(by, LONGEST_NAME)}>{visibleText(name, LONGEST_NAME)}</bdi>;
}
