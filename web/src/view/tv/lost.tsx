/** Over everything while the hub cannot be reached: no number may look live that is not. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";

export function Lost() {
  const room = useRoom();
  const since = useSignal(Date.now());
  const isLive = room.connection.phase.value.name === "live";
  useEffect(() => {
    if (!isLive) since.value = Date.now();
  }, [isLive]);
  if (isLive) return null;
  const wasIn = room.connection.me.value !== null;
  return (
    <div class="tv-lost" role="alert" data-testid="tv-lost">
      <strong>{t.value.tvLost}</strong>
      {wasIn && <span>{t.value.tvLostSince(formats.value.time(since.value, true))}</span>}
    </div>
  );
}
