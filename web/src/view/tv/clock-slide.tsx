/** What time it is, and how the fleet stands. */

import { formats, t } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { Standing } from "./slide-head";

export function ClockSlide({ name }: { name: string }) {
  const format = formats.value;
  return (
    <div class="tv-clock">
      <h1 class={name ? undefined : "visually-hidden"}>{name || t.value.screenClock}</h1>
      <time class="tv-clock-time">{format.time(seconds.value)}</time>
      <p class="tv-clock-day">{format.date(seconds.value)}</p>
      <Standing />
    </div>
  );
}
