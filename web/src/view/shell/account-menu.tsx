/** Below one's login: one's role, where else one can go, and the way out. */

import type { AdminPage } from "../../core/route";
import { route } from "../../edge/place";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { helpOpen, palette, screensOpen } from "../../store/tools";
import { useApp, useRoom } from "../context";
import { Icon, type IconName } from "../parts/icon";
import { Link } from "../parts/link";
import { adminPages } from "./admin-links";
import { LinkNotes } from "./link-notes";
import "./account-menu.css";

const ICONS: Record<AdminPage, IconName> = { machines: "server", people: "people", audit: "scrollText" };

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
      <button
        type="button"
        class="account-item in-phone"
        data-testid="palette-open-menu"
        onClick={() => {
          onDone();
          palette.value = "";
        }}
      >
        <Icon name="search" />
        {texts.openPalette}
      </button>
      <div onClick={onDone}>
        {adminPages(room).map((page) => (
          <Link key={page} to={{ view: "admin", page }} className="account-item in-bar" testid={`account-${page}`}>
            <Icon name={ICONS[page]} />
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
      {room.may("run") && <button
        type="button"
        class="account-item"
        data-testid="screens-open"
        onClick={() => {
          onDone();
          screensOpen.value = true;
        }}
      >
        <Icon name="tv" />
        {texts.screens}
      </button>}
      <button
        type="button"
        class="account-item"
        data-testid="help-open"
        onClick={() => {
          onDone();
          helpOpen.value = true;
        }}
      >
        <Icon name="help" />
        {texts.openHelp}
      </button>
      <LinkNotes />
      <button type="button" class="account-item" data-testid="log-out" onClick={() => void app.logOut()}>
        <Icon name="door" />
        {texts.leave}
      </button>
    </div>
  );
}
