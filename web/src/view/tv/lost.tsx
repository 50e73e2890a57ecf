/** Over everything while the hub cannot be reached: no number may look live that is not. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";

export function Lost() {
  const room = useRoom();
  const since = useSignal(Date.now());
  const phase = room.connection.phase.value.name;
  const isLive = phase === "live";
  useEffect(() => {
    if (!isLive) since.value = Date.now();
  }, [isLive]);
  const wasIn = room.connection.me.value !== null;
  if (isLive || (phase === "connecting" && !wasIn)) return null;
  return (
    <div class="tv-lost" role="alert" data-testid="tv-lost">
      <strong>{t.value.tvLost}</strong>
      {wasIn && <span>{t.value.tvLostSince(formats.value.time(since.value, true))}</span>}
    </div>
  );
}
