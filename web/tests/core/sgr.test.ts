import { describe, expect, it } from "vitest";
import { readOutput } from "../../src/core/output";
import { readSgr, SgrReader } from "../../src/core/sgr";

const ESC = "\x1b";

describe("colours", () => {
  it("tells coloured text from plain", () => {
    expect(readSgr(`a${ESC}[31mred${ESC}[0m b`)).toEqual([
      { text: "a", style: {} },
      { text: "red", style: { fg: 1 } },
      { text: " b", style: {} },
    ]);
  });

  it("adds up and takes away weight, italics, underline and inverse", () => {
    const [piece] = readSgr(`${ESC}[1;3;4;7;92;44mx`);
    expect(piece?.style).toEqual({ bold: true, italic: true, underline: true, inverse: true, fg: 10, bg: 4 });
    expect(readSgr(`${ESC}[1;4;31m${ESC}[22;24;39mx`)[0]?.style).toEqual({});
  });

  it.each([
    ["38;5;9", 9],
    ["38;5;196", 9],
    ["38;5;240", 8],
    ["38;2;0;255;0", 10],
    ["38;2;130;0;0", 1],
    ["38;2;0;0;0", 0],
  ])("folds %s onto the sixteen colours", (codes, fg) => {
    expect(readSgr(`${ESC}[${codes}mx`)[0]?.style).toEqual({ fg });
  });

  it("goes on after an extended colour", () => {
    expect(readSgr(`${ESC}[38;5;1;1mx`)[0]?.style).toEqual({ fg: 1, bold: true });
  });

  it("carries a style and half a sequence into the next chunk", () => {
    const reader = new SgrReader();
    expect(reader.read(`${ESC}[3`)).toEqual([]);
    expect(reader.read("2mgreen")).toEqual([{ text: "green", style: { fg: 2 } }]);
    expect(reader.read(" still")).toEqual([{ text: " still", style: { fg: 2 } }]);
  });

  it("does not wait for ever for the end of what is no sequence", () => {
    const reader = new SgrReader();
    expect(reader.read(`${ESC}]0;title`)[0]?.text).toBe("\u241b]0;title");
  });
});

describe("controls", () => {
  it.each([
    [`${ESC}[2J`, "\u241b[2J"],
    ["\x07", "\u2407"],
    ["\x08", "\u2408"],
    ["\x7f", "\u2421"],
    ["\u202eabc", "\ufffdabc"],
    ["\x9b31m", "\ufffd31m"],
    ["\u200fabc\u2028", "\ufffdabc\ufffd"],
    ["\ufeffzero\u200bwidth", "\ufffdzero\ufffdwidth"],
    [`${ESC}]52;c;eA==\x07`, "\u241b]52;c;eA==\u2407"],
    [`${ESC}]8;;javascript:x${ESC}\\link`, "\u241b]8;;javascript:x\u241b\\link"],
  ])("shows %j and does nothing", (text, shown) => {
    expect(readSgr(text)[0]?.text).toBe(shown);
  });

  it("keeps tabs and newlines, and takes CR LF for a newline", () => {
    expect(readSgr("a\tb\r\nc\r\r\nd")[0]?.text).toBe("a\tb\nc\nd");
  });

  it("keeps markup as text", () => {
    expect(readSgr("<script>alert(1)</script>")[0]?.text).toBe("<script>alert(1)</script>");
  });
});

describe("output of two streams", () => {
  it("keeps each stream's colours apart and joins neighbours that look alike", () => {
    const shown = readOutput([
      { stream: "out", text: `${ESC}[31mred ` },
      { stream: "err", text: "plain\n" },
      { stream: "out", text: "red too " },
      { stream: "out", text: "and more" },
    ]);
    expect(shown.map(({ text, err, style }) => [text, err, style.fg])).toEqual([
      ["red ", false, 1],
      ["plain\n", true, undefined],
      ["red too and more", false, 1],
    ]);
  });
});
