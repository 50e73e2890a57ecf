/** A time of day, or what `children` say of a moment; the day, the seconds and UTC appear on hover, focus and touch. */

import type { ComponentChildren } from "preact";
import { formats } from "../../i18n/language";

interface Props {
  /** Milliseconds since 1970 UTC, the hub's clock. */
  at: number;
  className?: string;
  children?: ComponentChildren;
}

/** Can have the focus: view/shell/time-tip tells who has no mouse what it shows on hover. */
export function When({ at, className = "when", children }: Props) {
  const format = formats.value;
  return (
    <time class={className} dateTime={new Date(at).toISOString()} tabIndex={0} title={`${format.moment(at)}\n${format.utc(at)}`}>
      {children ?? format.time(at)}
    </time>
  );
}
