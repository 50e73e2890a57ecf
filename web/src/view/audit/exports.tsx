/** Saves what is narrowed to, as one file. The hub writes down who saved it. */

import type { AuditFilter } from "../../core/audit-entry";
import { exportAddress } from "../../edge/audit-http";
import { t } from "../../i18n/language";
import { Icon } from "../parts/icon";

export function Exports({ filter }: { filter: AuditFilter }) {
  return (
    <>
      {(["jsonl", "csv"] as const).map((format) => (
        <a
          key={format}
          class="button quiet small"
          href={exportAddress(format, filter)}
          download
          title={t.value.auditExport}
          data-testid={`audit-export-${format}`}
        >
          <Icon name="save" size={14} />
          {format.toUpperCase()}
        </a>
      ))}
    </>
  );
}
