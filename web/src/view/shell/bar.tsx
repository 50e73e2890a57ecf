/** The bar at the top: where one is, where one can go, who one is. */

import { othersMay } from "../../edge/mark";
import { route } from "../../edge/place";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { Account } from "./account";
import { LanguageSwitch } from "./language-switch";
import { barRest, linkMark } from "./pieces";
import { ThemeSwitch } from "./theme-switch";
import "./bar.css";

export function Bar() {
  const room = useRoom();
  const texts = t.value;
  const at = route.value.view;
  const { messages, mentions } = room.unread.value;
  const others = messages - mentions;
  const shown = dockOpen.value;
  return (
    <header class="bar">
      <Link to={{ view: "fleet" }} className="bar-mark" label="Tocsin">
        <span class="mark small">
          <Icon name="bell" />
        </span>
        <span class="bar-name">Tocsin</span>
      </Link>
      <nav class="bar-nav">
        <Link to={{ view: "fleet" }} current={at === "fleet" || at === "host"} testid="nav-fleet">
          {texts.fleet}
        </Link>
        <Link to={{ view: "runs", host: "" }} current={at === "runs" || at === "run"} testid="nav-runs">
          {texts.runs}
        </Link>
        <Link to={{ view: "room", with: "" }} current={at === "room"} testid="nav-room">
          {texts.room}
          {mentions > 0 && (
            <span class="count" data-testid="unread-mentions" title={texts.mentions(mentions)}>
              @{mentions > 99 ? "99+" : mentions}
            </span>
          )}
          {others > 0 && (
            <span class="count quiet" data-testid="unread" title={texts.unread(others)}>
              {others > 99 ? "99+" : others}
            </span>
          )}
        </Link>
        {othersMay.value && <barRest.View />}
      </nav>
      <div class="bar-end">
        {othersMay.value && <linkMark.View />}
        <LanguageSwitch />
        <ThemeSwitch />
        <Account />
        {at !== "room" && (
          <button
            type="button"
            class="icon-button bar-dock"
            data-testid="dock-toggle"
            aria-pressed={shown}
            aria-label={shown ? texts.hideRoom : texts.showRoom}
            title={shown ? texts.hideRoom : texts.showRoom}
            onClick={() => (dockOpen.value = !shown)}
          >
            <Icon name="dock" />
          </button>
        )}
      </div>
    </header>
  );
}
