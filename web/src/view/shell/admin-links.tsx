/** The links of the bar for those who look after machines, people and the audit; on narrow screens they stand below the login. */

import { ADMIN_PAGES, type AdminPage } from "../../core/route";
import { route } from "../../edge/place";
import { t } from "../../i18n/language";
import type { Room } from "../../store/room";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import "./admin-links.css";

export function AdminLinks() {
  const room = useRoom();
  const at = route.value;
  return (
    <span class="admin-links">
      {adminPages(room).map((page) => (
        <Link key={page} to={{ view: "admin", page }} current={at.view === "admin" && at.page === page} testid={`nav-${page}`}>
          {t.value.adminPages[page]}
        </Link>
      ))}
    </span>
  );
}

/** Return what this person may look after. */
export function adminPages(room: Room): readonly AdminPage[] {
  if (room.may("invite")) return ADMIN_PAGES;
  return room.may("audit") ? ["audit"] : [];
}
