/** Below one's login: one's role, where else one can go, and the way out. */

import type { AdminPage } from "../../core/route";
import { route } from "../../edge/place";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { useApp, useRoom } from "../context";
import { Icon, Strokes } from "../parts/icon";
import { Link } from "../parts/link";
import { adminPages } from "./admin-links";
import "./account-menu.css";

const PICTURES: Record<AdminPage, string> = {
  machines: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5v.1M5 11v.1",
  people: "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 7.3a2.2 2.2 0 0 0 0-4.3",
  audit: "M4 2h8v12H4zM6.5 5.5h3M6.5 8h3M6.5 10.5h3",
};

export function AccountMenu({ onDone }: { onDone: () => void }) {
  const app = useApp();
  const room = useRoom();
  const texts = t.value;
  const { login, role } = room.connection.me.value ?? room.session;
  return (
    <div class="account-menu">
      <p class="account-who">
        <strong>{login}</strong>
        <span class="muted">{lookUp(texts.roles, role)}</span>
      </p>
      <div onClick={onDone}>
        {adminPages(room).map((page) => (
          <Link key={page} to={{ view: "admin", page }} className="account-item in-bar" testid={`account-${page}`}>
            <Strokes path={PICTURES[page]} />
            {texts.adminPages[page]}
          </Link>
        ))}
        {role !== "guest" && (
          <Link to={{ view: "account" }} className="account-item" testid="account-open" current={route.value.view === "account"}>
            <Icon name="person" />
            {texts.yourAccount}
          </Link>
        )}
      </div>
      <button type="button" class="account-item" data-testid="log-out" onClick={() => void app.logOut()}>
        <Icon name="door" />
        {texts.leave}
      </button>
    </div>
  );
}
