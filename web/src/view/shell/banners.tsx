/** What concerns the whole page: no encryption, no hub, a hub that was stopped. */

import { othersMay } from "../../edge/mark";
import { t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import type { Phase } from "../../wire/link";
import { useRoom } from "../context";
import { Banner } from "./banner";
import { Insecure } from "./insecure";
import { endedBanner, pausedBanner } from "./pieces";

export function Banners() {
  const room = useRoom();
  return (
    <div class="banners" role="status">
      <Insecure />
      {othersMay.value && room.may("invite") && <pausedBanner.View />}
      <ConnectionBanner phase={room.connection.phase.value} wasIn={room.connection.me.value !== null} />
    </div>
  );
}

function ConnectionBanner({ phase, wasIn }: { phase: Phase; wasIn: boolean }) {
  if (phase.name === "live") return null;
  if (phase.name === "ended") return phase.code === 0 ? null : <endedBanner.View code={phase.code} by={phase.by} />;
  // The very first connecting is not worth a word; from the second on, something is wrong.
  if (phase.name === "connecting" && phase.attempt <= 1) return null;
  return <Offline until={phase.name === "waiting" ? phase.until : 0} wasIn={wasIn} />;
}

function Offline({ until, wasIn }: { until: number; wasIn: boolean }) {
  const room = useRoom();
  const left = until === 0 ? 0 : Math.max(0, Math.ceil((until - seconds.value) / 1_000));
  return (
    <Banner tone="quiet" icon="clock" testid="banner-offline">
      <strong>{t.value.offline(left)}</strong> {wasIn && <span class="muted">{t.value.offlineHint}</span>}
      <button type="button" class="link-button" data-testid="retry-now" onClick={() => room.connection.start()}>
        {t.value.retryNow}
      </button>
    </Banner>
  );
}
