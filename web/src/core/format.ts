/** Numbers, sizes, times as the person's language writes them. Pure; nothing here reads the clock. */

const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
const DECIMAL = ["", "k", "M", "G", "T"];
const SPANS: [string, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const MOST = 999.5; // from here on the next unit: no size has four figures
const NARROW_SPACE = "\u202f";

/** Return the options of a count with its unit: 12s in English; in French, whose rules want a space, 12 s. */
export function unitOptions(language: string, unit: string): Intl.NumberFormatOptions {
  return { style: "unit", unit, unitDisplay: language.startsWith("fr") ? "short" : "narrow" };
}

export class Formats {
  private readonly numbers = new Map<string, Intl.NumberFormat>();
  private agos: Intl.RelativeTimeFormat | undefined;
  private readonly dates = new Map<string, Intl.DateTimeFormat>();

  /**
   * The language, with how every time of day is written whatever the region: on 24 hours, as logs, exports and what is
   * typed say it. A time of twelve hours is longer by its AM or PM, which is the part a narrow place cuts off.
   */
  readonly language: string;

  constructor(language: string) {
    this.language = `${language.split("-u-")[0] ?? ""}-u-hc-h23`; // phones add wishes of their own
  }

  number(value: number, digits = 0): string {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return this.numberFormat(`n${digits}`, options).format(value);
  }

  /** Write a share from 0 to 1 as a percentage. */
  percent(share: number, digits = 0): string {
    const options = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
    return this.numberFormat(`p${digits}`, options).format(share);
  }

  /** Write a size in bytes by powers of 1024: 16 GiB, 16 Gio. */
  bytes(size: number, round = false): string {
    return this.scaled(size, 1024, BINARY, round);
  }

  /** Write bytes a second by powers of 1000: 1.2 MB/s, 1,2 Mo/s. `round`: no digits but those needed. */
  byteRate(rate: number, round = false): string {
    return `${this.scaled(rate, 1000, DECIMAL, round)}/s`;
  }

  private scaled(value: number, base: number, prefixes: readonly string[], round: boolean): string {
    const power = step(value, base, prefixes.length);
    const scaled = value / base ** power;
    const digits = round && Math.abs(scaled - Math.round(scaled)) < 0.005 ? 0 : digitsOf(scaled, power);
    const unit = this.language.startsWith("fr") ? "o" : "B"; // no Intl unit is binary, and its `byte/s` is too wide
    return `${this.number(scaled, digits)}${NARROW_SPACE}${prefixes[power] ?? ""}${unit}`;
  }

  celsius(degrees: number): string {
    const options = { style: "unit", unit: "celsius", maximumFractionDigits: 0 } as Intl.NumberFormatOptions;
    return this.numberFormat("c", options).format(degrees);
  }

  /** Write a length of time by its two greatest units: 12d 4h. */
  span(seconds: number): string {
    const parts: string[] = [];
    let rest = Math.max(0, Math.floor(seconds));
    for (const [unit, length] of SPANS) {
      const count = Math.floor(rest / length);
      if (count > 0 || (unit === "second" && parts.length === 0)) parts.push(this.unit(count, unit));
      else if (parts.length > 0) break;
      rest -= count * length;
      if (parts.length === 2) break;
    }
    return parts.join(" ");
  }

  /** The same, in whole minutes from one on: seconds that always move say nothing. */
  calmSpan(seconds: number): string {
    return this.span(seconds < 60 ? seconds : seconds - (seconds % 60));
  }

  /** Write how long a command ran: 820 ms, 4.2 s, 3min 10s. */
  duration(ms: number): string {
    if (ms < 1_000) return `${this.number(ms)}${NARROW_SPACE}ms`;
    if (ms < 60_000) return `${this.number(ms / 1_000, 1)}${NARROW_SPACE}s`;
    return this.span(ms / 1_000);
  }

  time(at: number, seconds = false): string {
    const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
    return this.dateFormat(`t${String(seconds)}`, seconds ? { ...options, second: "2-digit" } : options).format(at);
  }

  day(at: number): string {
    return this.dateFormat("d", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
  }

  /** 12 May. */
  shortDay(at: number): string {
    return this.dateFormat("sd", { day: "numeric", month: "short" }).format(at);
  }

  /** 12 May 2026. */
  date(at: number): string {
    return this.dateFormat("da", { dateStyle: "medium" }).format(at);
  }

  /** May 2026. */
  month(at: number): string {
    return this.dateFormat("mo", { month: "short", year: "numeric" }).format(at);
  }

  moment(at: number): string {
    return this.dateFormat("m", { dateStyle: "medium", timeStyle: "medium" }).format(at);
  }

  /** Write a time as everybody on earth reads the same: 2026-05-01 12:00:00 UTC. */
  utc(at: number): string {
    return `${new Date(at).toISOString().replace("T", " ").slice(0, 19)} UTC`;
  }

  /** Write how long ago a time was: 3 minutes ago; in whole minutes from one on, so that it does not move all the time. */
  ago(at: number, now: number): string {
    const past = Math.max(0, Math.floor((now - at) / 1_000));
    const [unit, length] = SPANS.find(([, one]) => past >= one) ?? ["second", 1];
    return this.relative().format(-Math.floor(past / length), unit as Intl.RelativeTimeFormatUnit);
  }

  private relative(): Intl.RelativeTimeFormat {
    return (this.agos ??= new Intl.RelativeTimeFormat(this.language, { numeric: "auto" }));
  }

  private unit(count: number, unit: string): string {
    return this.numberFormat(`u${unit}`, unitOptions(this.language, unit)).format(count);
  }

  private numberFormat(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    let format = this.numbers.get(key);
    if (!format) this.numbers.set(key, (format = new Intl.NumberFormat(this.language, options)));
    return format;
  }

  private dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let format = this.dates.get(key);
    if (!format) this.dates.set(key, (format = new Intl.DateTimeFormat(this.language, options)));
    return format;
  }
}

/** Return the local day of a time, for telling days apart. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Return a time of the local day before; days are not all as long. */
export function dayBefore(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1, 12).getTime();
}

function step(value: number, base: number, count: number): number {
  let power = 0;
  while (power < count - 1 && Math.abs(value) / base ** power >= MOST) power += 1;
  return power;
}

/** Three figures at most, none after the point for whole small units. */
function digitsOf(scaled: number, power: number): number {
  if (power === 0) return 0;
  return Math.abs(scaled) < 9.95 ? 1 : 0;
}
