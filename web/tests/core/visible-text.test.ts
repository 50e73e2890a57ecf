import { expect, it } from "vitest";
import { visibleText } from "../../src/core/visible-text";

it.each([
  ["plain\ttext\nof two lines", "plain\ttext\nof two lines"],
  ["bell \x07, escape \x1b[31m", "bell ␇, escape ␛[31m"],
  ["\x7f", "␡"],
  ["user\u202egpj.exe", "user‹U+202E›gpj.exe"],
  ["a\u2066b\u2069", "a‹U+2066›b‹U+2069›"],
  ["zero\u200bwidth\ufeff", "zero‹U+200B›width‹U+FEFF›"],
  ["line\u2028paragraph", "line‹U+2028›paragraph"],
  ["r\u200dm -\u200crf", "r‹U+200D›m -‹U+200C›rf"],
  ["\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"],
  ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
  ["caf\u00e9 \u{1f600}", "café 😀"],
])("%j is shown as %j", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it("is cut where it is too long, and no sign in two", () => {
  expect(visibleText("abcdef", 3)).toBe("abc…");
  expect(visibleText("ab😀cd", 3)).toBe("ab…");
  expect(visibleText("abc", 3)).toBe("abc");
});
