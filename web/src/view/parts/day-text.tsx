/** Which day it is that a list goes on with: today, yesterday, or the day in full. */

import { useComputed } from "@preact/signals";
import { dayBefore, dayOf } from "../../core/format";
import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";

export function DayText({ at }: { at: number }) {
  const { connection } = useRoom();
  const isToday = useComputed(() => isDay(at, seconds.value + connection.ahead));
  const isYesterday = useComputed(() => isDay(at, dayBefore(seconds.value + connection.ahead)));
  const day = formats.value.day(at);
  return <span title={day}>{isToday.value ? t.value.today : isYesterday.value ? t.value.yesterday : day}</span>;
}

function isDay(at: number, other: number): boolean {
  return dayOf(at) === dayOf(other);
}
