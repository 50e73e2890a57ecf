/** Who one is, and the way out. */

import { useEffect, useRef, useState } from "preact/hooks";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { useApp, useRoom } from "../context";
import { Icon } from "../parts/icon";
import "./account.css";

export function Account() {
  const app = useApp();
  const room = useRoom();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { login, role } = room.connection.me.value ?? room.session;
  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("mousedown", away);
    document.addEventListener("focusin", away);
    return () => {
      document.removeEventListener("mousedown", away);
      document.removeEventListener("focusin", away);
    };
  }, [open]);
  return (
    <div class="account" ref={box} onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
      <button
        type="button"
        class="icon-button account-button"
        data-testid="account"
        aria-expanded={open}
        title={t.value.account}
        onClick={() => setOpen(!open)}
      >
        <span class="account-login">{login}</span>
        <Icon name="chevronDown" size={12} />
      </button>
      {open && (
        <div class="account-menu">
          <p class="account-who">
            <strong>{login}</strong>
            <span class="muted">{lookUp(t.value.roles, role)}</span>
          </p>
          <button type="button" class="account-item" data-testid="log-out" onClick={() => void app.logOut()}>
            <Icon name="door" />
            {t.value.leave}
          </button>
        </div>
      )}
    </div>
  );
}
