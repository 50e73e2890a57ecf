/** Where one day ends and the next begins. */

import { DayText } from "../parts/day-text";
import "./day-line.css";

export function DayLine({ at }: { at: number }) {
  return (
    <p class="day-line">
      <DayText at={at} />
    </p>
  );
}
