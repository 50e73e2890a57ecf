/** What time it is, and how the fleet stands. */

import { formats, t } from "../../i18n/language";
import { useHubTime } from "./hub-time";
import { Standing } from "./slide-head";

export function ClockSlide({ name }: { name: string }) {
  const format = formats.value;
  const now = useHubTime();
  return (
    <div class="tv-clock">
      <h1 class={name ? undefined : "visually-hidden"}>{name || t.value.screenClock}</h1>
      <time class="tv-clock-time">{format.time(now)}</time>
      <p class="tv-clock-day">{format.date(now)}</p>
      <Standing />
    </div>
  );
}
