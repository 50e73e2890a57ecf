import { describe, expect, it } from "vitest";
import { LONGEST_LINE, TerminalText } from "../../src/core/terminal-text";
import { forSeeds, type Chance } from "./chance";

const ESC = "\x1b";
/** Everything that may ever reach the terminal: text without controls, and the page's own colours. */
const OURS = /\x1b\[(?:0|[1-47]|[34]8;5;(?:\d|1[0-6]))(?:;(?:[1-47]|[34]8;5;(?:\d|1[0-6])))*m/g;
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

const write = (...texts: string[]): string => {
  const text = new TerminalText();
  return texts.map((one) => text.write("out", one)).join("") + text.end();
};
const shown = (...texts: string[]): string => write(...texts).replace(OURS, "");

describe("what reaches a terminal", () => {
  it.each([
    ["a cursor that moves", `${ESC}[2J${ESC}[1;1Hroot`],
    ["a title", `${ESC}]0;owned\x07`],
    ["a link", `${ESC}]8;;http://x${ESC}\\text${ESC}]8;;${ESC}\\`],
    ["a clipboard", `${ESC}]52;c;cm0gLXJm\x07`],
    ["a device string", `${ESC}P+q544e${ESC}\\`],
    ["a question it would answer", `${ESC}[c${ESC}[6n${ESC}Z\x05`],
    ["bracketed paste", `${ESC}[?2004h${ESC}[200~x${ESC}[201~`],
    ["another screen", `${ESC}[?1049h`],
    ["sequences of one byte (C1)", "\x9b2J\x9d0;x\x9c\x90x\x9c"],
    ["a sign that overwrites", "harmless\rrm -rf"],
    ["private colours", `${ESC}[>4;2m`],
    ["colons and blanks in colours", `${ESC}[4 m${ESC}[?1m`],
  ])("is no %s", (_what, text) => {
    expect(CONTROLS.test(shown(text))).toBe(false);
    expect(write(text)).not.toContain(text);
  });

  it("is colour, made anew", () => {
    expect(write(`${ESC}[1;31mred${ESC}[0m`)).toBe(`${ESC}[0;1;38;5;1mred`);
    expect(write(`${ESC}[38;2;255;0;0mred`)).toBe(`${ESC}[0;38;5;9mred`);
  });

  it("shows what was begun and never ended", () => {
    expect(shown("x", `${ESC}[3`)).toBe("x\u241b[3");
  });

  it("tells errors from output", () => {
    const text = new TerminalText();
    expect(text.write("out", "a") + text.write("err", "b") + text.write("out", "c")).toBe(
      `${ESC}[0ma${ESC}[0;38;5;16mb${ESC}[0mc`,
    );
  });

  it("breaks a line without an end, and no other", () => {
    const text = new TerminalText();
    const long = Array.from({ length: 7 }, () => text.write("out", "x👋".repeat(1_500))).join("").replace(OURS, "");
    expect(long.replace(/\n/g, "")).toBe("x👋".repeat(10_500));
    const lines = long.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(LONGEST_LINE);
    expect([lines.length, lines.some((line) => /^[\udc00-\udfff]/.test(line))]).toEqual([4, false]);
    const short = "y".repeat(LONGEST_LINE);
    expect(text.write("out", `\n${short}\n${short}`).replace(OURS, "")).toBe(`\n${short}\n${short}`);
  });

  it("holds for whatever is written, however it is cut", () => {
    forSeeds(400, (chance) => {
      const text = chance.many(40, () => scrap(chance)).join("");
      const pieces = cut(text, chance);
      expect(CONTROLS.test(shown(...pieces))).toBe(false);
      expect(shown(...pieces).replace(/\u2424|\n/g, "")).toBe(shown(text).replace(/\u2424|\n/g, ""));
    });
  });
});

function scrap(chance: Chance): string {
  const scraps = [ESC, "[", "]", "0", "31", ";", ":", "m", "H", "P", "\\", "\x07", "\x9b", "\x90", "\x05", "\n", "\t", "é", "👋", "text", "?", "\x00"];
  return chance.one(scraps);
}

function cut(text: string, chance: Chance): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + chance.below(5);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}
