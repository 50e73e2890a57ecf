/** Where one day ends and the next begins. */

import { dayOf } from "../../core/format";
import { formats, t } from "../../i18n/language";
import "./day-line.css";

const DAY_MS = 86_400_000;

export function DayLine({ at }: { at: number }) {
  const today = dayOf(Date.now());
  const yesterday = dayOf(Date.now() - DAY_MS);
  const day = dayOf(at);
  const name = day === today ? t.value.today : day === yesterday ? t.value.yesterday : formats.value.day(at);
  return (
    <p class="day-line" title={formats.value.day(at)}>
      <span>{name}</span>
    </p>
  );
}
