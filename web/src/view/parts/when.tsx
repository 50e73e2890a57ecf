/** A time of day; the day, the seconds and UTC appear on hover. */

import { formats } from "../../i18n/language";

export function When({ at, className = "when" }: { at: number; className?: string }) {
  const format = formats.value;
  return (
    <time class={className} dateTime={new Date(at).toISOString()} title={`${format.moment(at)}\n${format.utc(at)}`}>
      {format.time(at)}
    </time>
  );
}
