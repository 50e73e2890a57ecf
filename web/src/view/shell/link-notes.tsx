/** Below one's login: what is odd about this browser, in words. */

import { keeps, lasting } from "../../edge/storage";
import { t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { clockText } from "./clock-text";

export function LinkNotes() {
  const { connection } = useRoom();
  void seconds.value;
  const clock = clockText(connection.ahead);
  return (
    <>
      {clock && (
        <p class="account-note" data-testid="clock-note">
          {clock}
        </p>
      )}
      {!keeps(lasting) && (
        <p class="account-note" data-testid="keeps-nothing">
          {t.value.keepsNothing}
        </p>
      )}
    </>
  );
}
