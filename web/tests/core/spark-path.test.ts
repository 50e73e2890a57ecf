import { describe, expect, it } from "vitest";
import { Ring } from "../../src/core/ring";
import { BOX, greatestOf, sparkPath } from "../../src/core/spark-path";

function ringOf(...values: (number | null)[]): Ring {
  const ring = new Ring(30);
  for (const value of values) ring.push(value);
  return ring;
}

describe("a sparkline's paths", () => {
  it("end at the right edge, and begin further left the more there is", () => {
    expect(sparkPath(ringOf(0, 1), 1).line).toBe(`M966,${BOX} ${BOX},0 `);
    expect(sparkPath(ringOf(...Array<number>(30).fill(0.5)), 1).line).toMatch(/^M0,500 .* 1000,500 $/);
  });

  it("stay in the box", () => {
    expect(sparkPath(ringOf(3), 1).line).toBe(`M${BOX},0 `);
  });

  it("have a hole where nothing was measured", () => {
    const { line, ground } = sparkPath(ringOf(0.5, null, 0.5, 0.5), 1);
    expect(line.match(/M/g)).toHaveLength(2);
    expect(ground.match(/Z/g)).toHaveLength(2);
    expect(sparkPath(ringOf(null), 1)).toEqual({ line: "", ground: "" });
  });

  it("leave some room above the greatest of all lines", () => {
    expect(greatestOf([ringOf(2, null), ringOf(10)])).toBeCloseTo(11);
    expect(greatestOf([ringOf(null)])).toBeCloseTo(1.1);
  });
});
