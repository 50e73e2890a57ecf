import { describe, expect, it } from "vitest";
import { isCharacter, KeySequence, NEXT_KEY_MS, written, type Press } from "../../src/core/shortcut";

const press = (key: string, held: Partial<Press> = {}): Press => ({ key, ctrlKey: false, altKey: false, metaKey: false, altGraph: false, ...held });

describe("a press is written", () => {
  it.each([
    [press("c"), "c"],
    [press("?"), "?"],
    [press("Escape"), "Esc"],
    [press("k", { ctrlKey: true }), "Ctrl+K"],
    [press("K", { metaKey: true }), "Ctrl+K"],
    [press("[", { ctrlKey: true, altKey: true, altGraph: true }), "["],
    [press("f", { altKey: true }), ""],
    [press("k", { ctrlKey: true, metaKey: true }), ""],
  ])("%j as %j", (one, expected) => {
    expect(written(one)).toBe(expected);
  });
});

describe("keys that are characters alone", () => {
  it.each([["c", true], ["?", true], ["g f", true], ["Esc", false], ["Ctrl+K", false]])("%s: %s", (keys, expected) => {
    expect(isCharacter(keys)).toBe(expected);
  });
});

describe("a sequence of keys", () => {
  const known = ["g f", "g r", "c", "Ctrl+K"];

  it("completes two keys in time", () => {
    const keys = new KeySequence();
    expect([keys.press("g", 0, known), keys.press("f", NEXT_KEY_MS, known)]).toEqual([null, "g f"]);
  });

  it("forgets the first key after a while", () => {
    const keys = new KeySequence();
    expect([keys.press("g", 0, known), keys.press("f", NEXT_KEY_MS + 1, known)]).toEqual([null, null]);
  });

  it("forgets the first key when another one comes between", () => {
    const keys = new KeySequence();
    expect(["g", "x", "f"].map((key, at) => keys.press(key, at, known))).toEqual([null, null, null]);
  });

  it("lets the second key be one of its own where the two mean nothing", () => {
    const keys = new KeySequence();
    expect(["g", "c"].map((key, at) => keys.press(key, at, known))).toEqual([null, "c"]);
  });

  it("begins anew with the first key pressed again", () => {
    const keys = new KeySequence();
    expect(["g", "g", "r"].map((key, at) => keys.press(key, at, known))).toEqual([null, null, "g r"]);
  });

  it("is not confused by a key of one press", () => {
    const keys = new KeySequence();
    expect([keys.press("Ctrl+K", 0, known), keys.press("c", 1, known)]).toEqual(["Ctrl+K", "c"]);
  });
});
