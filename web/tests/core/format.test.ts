import { describe, expect, it } from "vitest";
import { Formats } from "../../src/core/format";

const plain = (text: string): string => text.replace(/[\u202f\u00a0]/g, " ");
const en = new Formats("en");
const fr = new Formats("fr");

describe("sizes and rates", () => {
  it.each([
    [0, "0 B", "0 o"],
    [1_023, "1.0 KiB", "1,0 Kio"],
    [1_536, "1.5 KiB", "1,5 Kio"],
    [17_179_869_184, "16 GiB", "16 Gio"],
    [2 ** 52, "4.0 PiB", "4,0 Pio"],
  ])("%i bytes", (size, english, french) => {
    expect([plain(en.bytes(size)), plain(fr.bytes(size))]).toEqual([english, french]);
  });

  it.each([
    [0, "0 B/s", "0 o/s"],
    [999.7, "1.0 kB/s", "1,0 ko/s"],
    [1_234_567, "1.2 MB/s", "1,2 Mo/s"],
    [85_000_000, "85 MB/s", "85 Mo/s"],
  ])("%f bytes a second", (rate, english, french) => {
    expect([plain(en.byteRate(rate)), plain(fr.byteRate(rate))]).toEqual([english, french]);
  });

  it("leaves digits out that an axis does not need", () => {
    expect(plain(en.bytes(8 * 1024 ** 3, true))).toBe("8 GiB");
    expect(plain(en.bytes(1.5 * 1024 ** 3, true))).toBe("1.5 GiB");
  });
});

describe("shares and times", () => {
  it("writes percentages as each language does", () => {
    expect([plain(en.percent(0.426)), plain(fr.percent(0.426, 1))]).toEqual(["43%", "42,6 %"]);
  });

  it.each([
    [5, "5s"],
    [65, "1m 5s"],
    [3_600, "1h"],
    [273_660, "3d 4h"],
  ])("%i seconds are %s", (seconds, text) => {
    expect(en.span(seconds)).toBe(text);
  });

  it("are written with a space before the unit in French", () => {
    expect([5, 65, 3_600, 273_660].map((one) => plain(fr.span(one)))).toEqual(["5 s", "1 min 5 s", "1 h", "3 j 4 h"]);
  });

  it("does not count seconds from a minute on where nobody needs them", () => {
    expect([en.calmSpan(42), en.calmSpan(119), en.calmSpan(3_725)]).toEqual(["42s", "1m", "1h 2m"]);
  });

  it.each([
    [24, "24 ms"],
    [4_210, "4.2 s"],
    [190_000, "3m 10s"],
  ])("%i ms ran %s", (ms, text) => {
    expect(plain(en.duration(ms))).toBe(text);
  });

  it("writes UTC the same in every language", () => {
    expect([en.utc(0), fr.utc(0)]).toEqual(["1970-01-01 00:00:00 UTC", "1970-01-01 00:00:00 UTC"]);
  });
});
