/** What stands above the oldest line on the screen: that there is more, that there was, or that this is the beginning. */

import { useEffect } from "preact/hooks";
import { t } from "../../i18n/language";
import type { Scrollback } from "../../store/scrollback";
import { useRoom } from "../context";

export function TimelineStart({ back }: { back: Scrollback }) {
  const texts = t.value;
  const isLive = useRoom().connection.phase.value.name === "live";
  useEffect(() => {
    if (isLive && back.state.peek() === "failed") void back.older();
  }, [isLive, back]);
  if (back.isAtStart.value) {
    const dropped = back.dropped.value;
    return <p class="timeline-start" data-testid="timeline-start">{dropped > 0 ? texts.dropped(dropped) : texts.begins}</p>;
  }
  if (back.state.value !== "failed") return <p class="timeline-start">{texts.olderWait}</p>;
  return (
    <p class="timeline-start" role="alert">
      {texts.olderFailed}{" "}
      <button type="button" class="link-button" data-testid="older-retry" onClick={() => void back.older()}>
        {texts.retry}
      </button>
    </p>
  );
}
