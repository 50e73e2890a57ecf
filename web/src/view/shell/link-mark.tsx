/** In the bar: how far what is shown lags behind the hub, and a clock that is not the hub's. Nothing while all is well. */

import { useSignalEffect } from "@preact/signals";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { clockText } from "./clock-text";
import "./link-mark.css";

const SAID_MS = 2_000;
const OLD_MS = 10_000; // numbers so old are no longer what is

export function LinkMark() {
  const { connection } = useRoom();
  useSignalEffect(() => {
    void seconds.value;
    connection.isLate.value = connection.phase.value.name === "live" && connection.behind() >= OLD_MS;
  });
  void seconds.value;
  if (connection.phase.value.name !== "live") return null; // the banner says it
  const behind = connection.behind();
  if (behind >= SAID_MS) return <Behind ms={behind} />;
  const clock = clockText(connection.ahead);
  if (!clock) return null;
  return (
    <span class="link-mark" data-testid="clock-mark" title={clock}>
      <Icon name="clock" size={13} />
      <span class="link-mark-words">{t.value.clockOff}</span>
    </span>
  );
}

function Behind({ ms }: { ms: number }) {
  const span = formats.value.span(ms / 1_000);
  return (
    <span class="link-mark late" data-testid="behind" title={t.value.behindHint(span)}>
      <Icon name="clock" size={13} />
      {span} <span class="link-mark-words">{t.value.behind}</span>
    </span>
  );
}
