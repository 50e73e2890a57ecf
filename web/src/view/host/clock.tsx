/** How far a host's wall clock is from the hub's, once that is worth saying. */

import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";

const WORTH_MS = 1_000;

export function Clock({ view }: { view: HostView }) {
  // What is to be added to the host's clock: where that is more than nothing, the host is behind.
  const offset = view.live.clock.value?.offset_ms ?? 0;
  if (Math.abs(offset) < WORTH_MS) return null;
  const span = formats.value.duration(Math.abs(offset));
  return (
    <span class="now-skew" title={t.value.clockHint} data-testid="clock-skew">
      {offset > 0 ? t.value.clockBehind(span) : t.value.clockAhead(span)}
    </span>
  );
}
