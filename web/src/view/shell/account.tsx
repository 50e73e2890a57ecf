/** Who one is; what one can do about it opens below. */

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { accountMenu } from "./pieces";
import "./account.css";

export function Account() {
  const room = useRoom();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { login } = room.connection.me.value ?? room.session;
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
      {open && <accountMenu.View onDone={() => setOpen(false)} />}
    </div>
  );
}
