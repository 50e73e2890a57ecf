/** How it stands with the hub, when not well: lost for now, ended, or of another version than this page. */

import { formats, t } from "../../i18n/language";
import { Outdated, type Reason } from "../../store/outdated";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { useEffect, useMemo } from "preact/hooks";
import { Banner } from "./banner";
import { Ended } from "./ended";
import { losses, prepareAll } from "./lazy";

export function LinkBanner() {
  const { connection } = useRoom();
  const outdated = useMemo(() => new Outdated(connection, { losses, again: prepareAll }), [connection]);
  useEffect(() => () => outdated.close(), [outdated]);
  const phase = connection.phase.value;
  if (phase.name === "ended" && phase.code !== 0) return <Ended code={phase.code} by={phase.by} />;
  if (phase.name === "waiting") return <Offline until={phase.until} />;
  // The very first connecting is not worth a word; from the second on, something is wrong.
  if (phase.name === "connecting" && phase.attempt > 1) return <Offline until={0} />;
  return outdated.reason.value && <Other reason={outdated.reason.value} version={connection.me.value?.version ?? ""} />;
}

function Offline({ until }: { until: number }) {
  const { connection } = useRoom();
  const texts = t.value;
  const left = until === 0 ? 0 : Math.max(0, Math.ceil((until - seconds.value) / 1_000));
  return (
    <Banner tone="quiet" icon="clock" testid="banner-offline">
      <strong>{texts.offline}</strong> <span aria-hidden="true">{texts.nextTry(left)}</span>{" "}
      {connection.me.value && <span class="muted">{texts.offlineSince(formats.value.time(connection.asOf(), true))}</span>}
      <button type="button" class="link-button" data-testid="retry-now" onClick={() => connection.start()}>
        {texts.retryNow}
      </button>
    </Banner>
  );
}

function Other({ reason, version }: { reason: Reason; version: string }) {
  const texts = t.value;
  return (
    <Banner tone="quiet" icon="refreshCw" testid="banner-outdated">
      <strong>{reason === "version" ? texts.otherVersion(version) : texts.partsGone}</strong>{" "}
      <span class="muted">{texts.reloadHint}</span>
      <button type="button" class="link-button" data-testid="reload" onClick={() => location.reload()}>
        {texts.reload}
      </button>
    </Banner>
  );
}
