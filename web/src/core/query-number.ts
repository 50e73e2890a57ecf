/** Numbers as people write them in a query: `80`, `90%`, `1,5`, `10MB`, `2GiB`, `1d12h`. Pure. */

import { fold } from "./fold";
import type { Unit } from "./query-field";

const NUMBER = /^(\d{1,9}(?:[.,]\d{1,9})?|[.,]\d{1,9})$/;
const SHARE = /^(\d{1,9}(?:[.,]\d{1,9})?|[.,]\d{1,9})\s?%?$/;
const BYTES = /^(\d{1,16}(?:[.,]\d{1,9})?|[.,]\d{1,9})\s?(?:([kmgt])(i?))?[bo]?(?:\/s)?$/;
const SPAN = /^(?:\d{1,9}(?:[.,]\d{1,9})?\s?(?:w|sem|d|j|h|min|m|s)\s?)+$/;
const SPAN_PART = /(\d{1,9}(?:[.,]\d{1,9})?)\s?(w|sem|d|j|h|min|m|s)/g;
const POWERS = "kmgt";
const SECONDS: Record<string, number> = { w: 604_800, sem: 604_800, d: 86_400, j: 86_400, h: 3_600, min: 60, m: 60, s: 1 };

/** Return the number in the unit the hub tells (shares from 0 to 1, bytes, seconds); undefined when it is none. */
export function readNumber(text: string, unit: Unit): number | undefined {
  const folded = fold(text.trim());
  if (unit === "share") return percent(SHARE.exec(folded)?.[1]);
  if (unit === "number") return decimal(NUMBER.exec(folded)?.[1]);
  return unit === "bytes" ? bytes(folded) : span(folded);
}

/** Write a number as `readNumber` reads it. */
export function writeNumber(value: number, unit: Unit): string {
  if (unit === "share") return `${trimmed(value * 100)}%`;
  if (unit === "span") return writeSpan(value);
  return unit === "bytes" ? writeBytes(value) : trimmed(value);
}

function decimal(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.replace(",", "."));
}

function percent(text: string | undefined): number | undefined {
  const number = decimal(text);
  return number === undefined ? undefined : number / 100;
}

function bytes(text: string): number | undefined {
  const [, digits, prefix = "", binary = ""] = BYTES.exec(text) ?? [];
  const number = decimal(digits);
  if (number === undefined) return undefined;
  const size = Math.round(number * (binary ? 1_024 : 1_000) ** (prefix ? POWERS.indexOf(prefix) + 1 : 0));
  return Number.isSafeInteger(size) ? size : undefined;
}

function span(text: string): number | undefined {
  if (!SPAN.test(text)) return undefined;
  let seconds = 0;
  for (const [, digits, unit = ""] of text.matchAll(SPAN_PART)) seconds += (decimal(digits) ?? 0) * (SECONDS[unit] ?? 0);
  return Math.round(seconds * 1_000) / 1_000;
}

function writeBytes(value: number): string {
  let power = 0;
  while (power < POWERS.length && value >= 1_000 && value % 1_000 === 0) {
    value /= 1_000;
    power += 1;
  }
  return `${trimmed(value)}${POWERS.charAt(power - 1).toUpperCase()}B`;
}

function writeSpan(value: number): string {
  for (const unit of ["d", "h", "m"]) {
    const length = SECONDS[unit] ?? 1;
    if (value > 0 && value % length === 0) return `${trimmed(value / length)}${unit}`;
  }
  return `${trimmed(value)}s`;
}

/** Without an exponent, and without the noise of binary fractions. */
function trimmed(value: number): string {
  const text = value.toFixed(9);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
