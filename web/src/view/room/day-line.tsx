/** Where one day ends and the next begins. */

import { useComputed } from "@preact/signals";
import { dayBefore, dayOf } from "../../core/format";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import "./day-line.css";

export function DayLine({ at }: { at: number }) {
  const { connection } = useRoom();
  const isToday = useComputed(() => isDay(at, seconds.value + connection.ahead));
  const isYesterday = useComputed(() => isDay(at, dayBefore(seconds.value + connection.ahead)));
  const day = formats.value.day(at);
  return (
    <p class="day-line" title={day}>
      <span>{isToday.value ? t.value.today : isYesterday.value ? t.value.yesterday : day}</span>
    </p>
  );
}

function isDay(at: number, other: number): boolean {
  return dayOf(at) === dayOf(other);
}
