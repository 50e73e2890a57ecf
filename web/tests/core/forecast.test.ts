import { describe, expect, it } from "vitest";
import { fullAt } from "../../src/core/forecast";

const HOURS = Array.from({ length: 48 }, (_, index) => index * 3_600);
const YEAR = 366 * 86_400;

describe("when a filesystem is full", () => {
  it("is where the line that fits best reaches the whole", () => {
    const at = fullAt(HOURS, HOURS.map((second) => 0.5 + second / 3_600 / 1_000), YEAR);
    expect(at).toBeCloseTo(500 * 3_600, -1);
  });

  it("is clear through noise and holes", () => {
    const shares = HOURS.map((second, index) => (index % 7 === 3 ? null : 0.5 + second / 3_600_000 + (index % 2 ? 0.002 : -0.002)));
    expect(fullAt(HOURS, shares, YEAR)).toBeGreaterThan(400 * 3_600);
  });

  it.each<[string, (index: number) => number | null]>([
    ["it does not move", () => 0.9],
    ["it gets emptier", (index) => 0.9 - index / 100],
    ["it goes up and down", (index) => (index % 6) / 10 + 0.2],
    ["it takes longer than anybody looks ahead", (index) => 0.1 + index / 2_000_000],
    ["there is too little to tell", (index) => (index < 5 ? 0.5 + index / 100 : null)],
    ["nothing was measured", () => null],
  ])("is not told where %s", (_why, shareOf) => {
    expect(fullAt(HOURS, HOURS.map((_, index) => shareOf(index)), YEAR)).toBeNull();
  });
});
