import { expect, it } from "vitest";
import { faultOf } from "../../src/core/password";

it.each([
  ["", "short"],
  ["nine char", "short"],
  ["ten chars!", ""],
  ["🔑🔒🔓".repeat(3), "short"], // code points, not what JavaScript counts
  ["ﬀﬁﬂﬃﬄ", ""], // as the hub keeps it: twelve letters
  ["xyz".repeat(85), ""],
  ["xyz".repeat(86), "long"],
  ["é".repeat(60) + "xyz".repeat(50), "long"], // bytes
  ["abababababab", "guessed"],
  ["Margaret.H", "login"],
])("a password %j", (password, fault) => {
  expect(faultOf(password, "margaret.h")).toBe(fault);
});
