/**
 * Output as a terminal may be given it: colours and weight as this page understands them, and text without any other
 * control. Whatever else a command wrote to move the cursor, name the window, or make the terminal answer, is shown as
 * signs. Nothing a command wrote reaches the terminal as a sequence: those that do are all made here.
 */

import { SgrReader, type Piece, type Style } from "./sgr";

const RESET = "\x1b[0m";
/** In characters. A terminal looks for the beginning of a line that goes on over many rows, and some do so row by row. */
export const LONGEST_LINE = 8_000;
/** The number of the colour that errors have: the first beyond the sixteen, which the theme sets. */
export const ERR_COLOUR = 16;

export class TerminalText {
  private readonly readers = { out: new SgrReader(), err: new SgrReader() };
  private length = 0; // of the last line so far

  /** Return what a terminal draws for the next piece of a stream. */
  write(stream: "out" | "err", text: string): string {
    return this.drawn(this.readers[stream].read(text), stream === "err");
  }

  /** Both streams are at their end. */
  end(): string {
    return this.drawn(this.readers.out.end(), false) + this.drawn(this.readers.err.end(), true);
  }

  private drawn(pieces: readonly Piece[], err: boolean): string {
    return pieces.map(({ text, style }) => `${sequence(style, err)}${this.broken(text)}`).join("");
  }

  /** Return a text whose lines are not too long. */
  private broken(text: string): string {
    const lines = text.split("\n").map((line, index) => {
      const room = index === 0 ? LONGEST_LINE - this.length : LONGEST_LINE;
      const parts = partsOf(line, room);
      const last = parts[parts.length - 1] ?? "";
      this.length = parts.length === 1 && index === 0 ? this.length + last.length : last.length;
      return parts.join("\n");
    });
    return lines.join("\n");
  }
}

/** A line of the page's own words, told apart by its colour. */
export function noteLine(text: string): string {
  return `${RESET}\x1b[33m${text}${RESET}\n`;
}

/** Cut a line: the first part where there is room for, the others as long as may be. No sign is cut in two. */
function partsOf(line: string, room: number): string[] {
  const parts: string[] = [];
  let [from, most] = [0, Math.max(0, room)];
  while (line.length - from > most) {
    const isCut = (line.charCodeAt(from + most) & 0xfc00) === 0xdc00; // the second half of a pair
    const to = from + most - (isCut && most > 0 ? 1 : 0);
    parts.push(line.slice(from, to));
    [from, most] = [to, LONGEST_LINE];
  }
  return [...parts, line.slice(from)];
}

function sequence(style: Style, err: boolean): string {
  const codes = ["0"];
  if (style.bold) codes.push("1");
  if (style.dim) codes.push("2");
  if (style.italic) codes.push("3");
  if (style.underline) codes.push("4");
  if (style.inverse) codes.push("7");
  if (style.fg !== undefined) codes.push(`38;5;${style.fg}`);
  else if (err) codes.push(`38;5;${ERR_COLOUR}`);
  if (style.bg !== undefined) codes.push(`48;5;${style.bg}`);
  return `\x1b[${codes.join(";")}m`;
}
