/** Who is here; a click on somebody opens a private conversation. */

import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Avatar } from "./avatar";
import "./people-list.css";

export function PeopleList({ onTurn }: { onTurn: (login: string) => void }) {
  const room = useRoom();
  const texts = t.value;
  const me = room.session.login;
  return (
    <section class="people" data-testid="people-list" aria-label={texts.people}>
      <ul>
        {room.people.present.value.map((one) => (
          <li key={one.login}>
            <button
              type="button"
              class="person"
              data-testid={`person-${one.login}`}
              disabled={one.login === me}
              title={one.login === me ? "" : texts.writePrivately(one.login)}
              onClick={() => onTurn(one.login)}
            >
              <Avatar login={one.login} />
              <span class="person-who">
                <span class="person-login">
                  {one.login}
                  {one.login === me && <span class="muted"> ({texts.you})</span>}
                </span>
                <span class="person-more">
                  {[lookUp(texts.roles, one.role), one.ips.join(", "), one.away ? texts.away : ""].filter(Boolean).join(" · ")}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
