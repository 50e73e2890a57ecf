/** A measured value as text, by its unit. */

import type { Label, Unit } from "../../core/charts";
import { digitsOfStep } from "../../core/digits";
import { formats, t } from "../../i18n/language";

/** `step`: the distance to the next value on an axis; it decides how many digits tell them apart. */
export function writeValue(value: number | null | undefined, unit: Unit, step?: number): string {
  if (value === null || value === undefined) return "–";
  const format = formats.value;
  switch (unit) {
    case "share":
      return format.percent(value, step === undefined ? digitsOfShare(value) : digitsOfStep(step * 100));
    case "bytes":
      return format.bytes(value, step !== undefined);
    case "byteRate":
      return format.byteRate(value, step !== undefined);
    case "opRate":
      return t.value.perSecond(format.number(value, step === undefined ? 0 : digitsOfStep(step)));
    case "celsius":
      return format.celsius(value);
    case "number":
      return format.number(value, step === undefined ? digitsFor(value) : digitsOfStep(step));
  }
}

export function writeLabel(label: Label, isCore = false): string {
  if ("word" in label) return t.value.words[label.word];
  return isCore ? t.value.core(label.text) : label.text;
}

/** No share takes more than five signs: a legend must not grow with its numbers. */
function digitsOfShare(share: number): number {
  return Math.abs(share) < 0.0995 ? 1 : 0;
}

function digitsFor(value: number): number {
  return Number.isInteger(value) ? 0 : 2;
}
