/** One quiet line for what concerns the whole page: no encryption, no hub, a hub that was stopped. */

import type { ComponentChildren } from "preact";
import { t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import type { Phase } from "../../wire/link";
import { CLOSE } from "../../wire/messages.gen";
import { useApp, useRoom } from "../context";
import { Icon, type IconName } from "../parts/icon";
import "./banners.css";

export function Banners() {
  const app = useApp();
  const room = useRoom();
  return (
    <div class="banners" role="status">
      {app.hub.value?.insecure && (
        <Banner tone="warn" icon="lock" testid="banner-insecure">
          {t.value.insecure}
        </Banner>
      )}
      <ConnectionBanner phase={room.connection.phase.value} wasIn={room.connection.me.value !== null} />
    </div>
  );
}

function ConnectionBanner({ phase, wasIn }: { phase: Phase; wasIn: boolean }) {
  if (phase.name === "live") return null;
  if (phase.name === "ended") return phase.code === 0 ? null : <Ended code={phase.code} by={phase.by} />;
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

function Ended({ code, by }: { code: number; by: string }) {
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

interface BannerProps {
  tone: "quiet" | "warn";
  icon: IconName;
  testid: string;
  children: ComponentChildren;
}

function Banner({ tone, icon, testid, children }: BannerProps) {
  return (
    <div class={`banner ${tone}`} data-testid={testid}>
      <Icon name={icon} size={14} />
      <p>{children}</p>
    </div>
  );
}
