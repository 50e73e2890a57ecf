/** The views of those who look after machines, people and the audit. */

import type { AdminPage } from "../../core/route";
import { t } from "../../i18n/language";
import { AuditPage } from "../audit/audit-page";
import { useRoom } from "../context";
import { MachinesPage } from "../machines/machines-page";
import { EmptyState } from "../parts/empty-state";
import { PageHead } from "../parts/page-head";
import { PeoplePage } from "../people/people-page";
import "../../style/badge.css";
import "../../style/forms.css";
import "./admin-view.css";

const PAGES = { machines: MachinesPage, people: PeoplePage, audit: AuditPage };

export function AdminView({ page }: { page: AdminPage }) {
  const room = useRoom();
  const Shown = PAGES[page];
  return room.may(page === "audit" ? "audit" : "invite") ? <Shown key={page} /> : <NotYours page={page} />;
}

/** One was an admin a moment ago, or followed a link of one. */
function NotYours({ page }: { page: AdminPage }) {
  const texts = t.value;
  return (
    <div class="admin">
      <PageHead title={texts.adminPages[page]} />
      <EmptyState icon="lock" title={texts.notYours} text={page === "audit" ? texts.auditNotYours : texts.adminNotYours} testid="not-yours" />
    </div>
  );
}
