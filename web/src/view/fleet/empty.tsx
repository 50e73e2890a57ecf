/** A fleet without a machine teaches how to add the first. */

import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { invite } from "../shell/pieces";
import "./empty.css";

export function Empty() {
  const room = useRoom();
  const texts = t.value;
  const admin = room.may("invite");
  return (
    <section class="empty" data-testid="fleet-empty">
      <div class="empty-lines" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <h1>{texts.emptyTitle}</h1>
      <p class="muted">{admin ? texts.emptyText : texts.emptyWait}</p>
      {admin && <invite.View />}
    </section>
  );
}
