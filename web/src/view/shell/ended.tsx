/** The connection is over until the person says otherwise: why, and how to go on. */

import { t } from "../../i18n/language";
import { CLOSE } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Banner } from "./banner";

export function Ended({ code, by }: { code: number; by: string }) {
  const room = useRoom();
  const texts = t.value;
  if (code === CLOSE.NORMAL || code === CLOSE.SESSION_OVER) return null; // a door stands in their place
  const sentences: Record<number, string> = {
    [CLOSE.GOING_AWAY]: texts.stoppedBy(by || room.main.stoppedBy.value),
    [CLOSE.SUPERSEDED]: texts.superseded,
    [CLOSE.UPGRADE]: texts.upgrade,
    [CLOSE.FORBIDDEN]: texts.forbiddenClose,
  };
  const upgrade = code === CLOSE.UPGRADE;
  return (
    <Banner tone="warn" icon="warning" testid={code === CLOSE.GOING_AWAY ? "banner-stopped" : "banner-ended"}>
      <strong>{sentences[code] ?? texts.closedOddly(code)}</strong>
      <button
        type="button"
        class="link-button"
        data-testid="reconnect"
        onClick={() => (upgrade ? location.reload() : room.connection.start())}
      >
        {upgrade ? texts.reload : texts.reconnect}
      </button>
    </Banner>
  );
}
