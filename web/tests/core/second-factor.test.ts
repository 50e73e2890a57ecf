import { describe, expect, it } from "vitest";
import { darkPath, inFours, tidyCode } from "../../src/core/second-factor";

it.each([
  [" 123 456\n", "123456"],
  ["abcd-efgh", "abcd-efgh"],
  ["\u00a0", ""],
])("a code typed as %j", (typed, code) => {
  expect(tidyCode(typed)).toBe(code);
});

it("shows a secret in groups that can be read out", () => {
  expect([inFours("ABCDEFGHIJ"), inFours("")]).toEqual(["ABCD EFGH IJ", ""]);
});

describe("the code to scan", () => {
  it("draws each run of dark modules once", () => {
    expect(darkPath(["0110", "1000", "0000"])).toBe("M1 0h2v1h-2zM0 1h1v1h-1z");
  });

  it("covers every dark module and no other", () => {
    const rows = ["1011001", "0000000", "1111111", "0100010"];
    const drawn = rows.map((row) => Array.from(row, () => "0"));
    for (const [, x, y, width] of darkPath(rows).matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
      for (let at = Number(x); at < Number(x) + Number(width); at++) (drawn[Number(y)] ?? [])[at] = "1";
    }
    expect(drawn.map((row) => row.join(""))).toEqual(rows);
  });
});
