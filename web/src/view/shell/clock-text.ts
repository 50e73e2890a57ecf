/** How this machine's clock stands to the hub's, in words. */

import { formats, t } from "../../i18n/language";

const WORTH_MS = 2_000;
const MINUTE_MS = 60_000;

/** `ahead`: how far the hub's clock is ahead (ms). Returns "" when that is not worth a word. */
export function clockText(ahead: number): string {
  if (Math.abs(ahead) < WORTH_MS) return "";
  const off = Math.abs(ahead);
  const unit = off < MINUTE_MS ? 1_000 : MINUTE_MS; // what is less moves with every answer of the hub
  const span = formats.value.span((Math.round(off / unit) * unit) / 1_000);
  return ahead > 0 ? t.value.clockSlow(span) : t.value.clockFast(span);
}
