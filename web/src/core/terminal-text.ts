/**
 * Output as a terminal may be given it: colours and weight as this page understands them, and text without any other
 * control. Whatever else a command wrote to move the cursor, name the window, or make the terminal answer, is shown as
 * signs. Nothing a command wrote reaches the terminal as a sequence: those that do are all made here.
 */

import { SgrReader, type Piece, type Style } from "./sgr";

const RESET = "\x1b[0m";
/** The number of the colour that errors have: the first beyond the sixteen, which the theme sets. */
export const ERR_COLOUR = 16;

export class TerminalText {
  private readonly readers = { out: new SgrReader(), err: new SgrReader() };

  /** Return what a terminal draws for the next piece of a stream. */
  write(stream: "out" | "err", text: string): string {
    return drawn(this.readers[stream].read(text), stream === "err");
  }

  /** Both streams are at their end. */
  end(): string {
    return drawn(this.readers.out.end(), false) + drawn(this.readers.err.end(), true);
  }
}

/** A line of the page's own words, told apart by its colour. */
export function noteLine(text: string): string {
  return `${RESET}\x1b[33m${text}${RESET}\n`;
}

function drawn(pieces: readonly Piece[], err: boolean): string {
  return pieces.map(({ text, style }) => `${sequence(style, err)}${text}`).join("");
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
