/** A measured value with as many digits as it is worth. */

import type { Unit } from "../../core/charts";
import { formats, t } from "../../i18n/language";
import { writeValue } from "./value";

export function writeExactly(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return "–";
  const format = formats.value;
  if (unit === "share") return format.percent(value, 2);
  if (unit === "opRate") return t.value.perSecond(format.number(value, 2));
  if (unit === "number") return format.number(value, Number.isInteger(value) ? 0 : 2);
  return writeValue(value, unit);
}
