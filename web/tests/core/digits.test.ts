import { expect, it } from "vitest";
import { digitsOfStep } from "../../src/core/digits";

it.each([
  [1, 0],
  [250, 0],
  [2.5, 1],
  [0.5, 1],
  [0.1, 1],
  [0.25, 2],
  [0.05, 2],
  [12.5, 1],
])("a step of %d shows %d digits", (step, digits) => {
  expect(digitsOfStep(step)).toBe(digits);
});
