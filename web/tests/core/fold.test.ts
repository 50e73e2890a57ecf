import { expect, it } from "vitest";
import { fold } from "../../src/core/fold";

it.each([
  ["Éléphant", "elephant"],
  ["CŒURS", "coeurs"],
  ["cœurs", "coeurs"],
  ["ÆSIR", "aesir"],
  ["plain", "plain"],
])("%s is looked for as %s", (text, folded) => {
  expect(fold(text)).toBe(folded);
});
