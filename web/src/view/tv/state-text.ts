/** Why a host on the wall shows no numbers, and since when. */

import { formats, t } from "../../i18n/language";
import type { Host } from "../../wire/messages.gen";

/** `now`: the hub's time, in ms. */
export function stateText({ status, paused, since }: Host, now: number): string {
  const texts = t.value;
  const span = formats.value.calmSpan(Math.max(0, (now - since) / 1_000));
  if (paused) return texts.hostPaused;
  if (status === "expected") return texts.awaited;
  return status === "late" ? texts.lateFor(span) : texts.downFor(span);
}

/** What it is shown as: of a host that an admin must decide about, its numbers are not taken. */
export function shownStatus({ status, paused }: Host): string {
  return paused ? "paused" : status;
}
