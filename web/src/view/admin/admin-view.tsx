/** The views of those who look after machines, people and the audit. */

import type { AdminPage } from "../../core/route";
import { t } from "../../i18n/language";
import { AuditPage } from "../audit/audit-page";
import { useRoom } from "../context";
import { MachinesPage } from "../machines/machines-page";
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
    <div class="admin-note" data-testid="not-yours">
      <h1>{texts.adminPages[page]}</h1>
      <p class="muted">{page === "audit" ? texts.auditNotYours : texts.adminNotYours}</p>
    </div>
  );
}
