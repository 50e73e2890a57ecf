/**
 * Terminal output to coloured pieces of text. Colours and weight (SGR, ECMA-48 8.3.117) are
 * understood; every other control is shown as a visible sign, never carried out.
 */

export interface Style {
  fg?: number; // 0..15, or 256-colour numbers folded onto them
  bg?: number;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
  inverse?: true;
}

export interface Piece {
  text: string;
  style: Style;
}

const SEQUENCE = /\x1b\[([0-9;:]*)m/g;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const PLAIN: Style = {};

/** Reads output in chunks: a style begun in one lasts into the next, and so does half a sequence. */
export class SgrReader {
  private style: Style = PLAIN;
  private rest = "";

  read(chunk: string): Piece[] {
    const text = this.rest + chunk;
    const cut = unfinished(text);
    this.rest = text.slice(cut);
    return this.pieces(text.slice(0, cut));
  }

  /** Nothing more comes: what looked like the beginning of a sequence was none. */
  end(): Piece[] {
    const { rest } = this;
    this.rest = "";
    return this.pieces(rest);
  }

  private pieces(text: string): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (const match of text.matchAll(SEQUENCE)) {
      push(pieces, text.slice(from, match.index), this.style);
      this.style = apply(this.style, match[1] ?? "");
      from = match.index + match[0].length;
    }
    push(pieces, text.slice(from), this.style);
    return pieces;
  }
}

export function readSgr(text: string): Piece[] {
  return new SgrReader().read(text);
}

function push(pieces: Piece[], text: string, style: Style): void {
  if (text) pieces.push({ text: visible(text), style });
}

/** Show controls instead of obeying them; a carriage return before a newline is only a newline. */
function visible(text: string): string {
  return text.replace(/\r+\n/g, "\n").replace(CONTROL, (sign) => {
    const code = sign.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code); // the Control Pictures block
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** Return where a sequence begins that the end of the text cuts in two. */
function unfinished(text: string): number {
  const start = text.lastIndexOf("\x1b");
  if (start < 0 || text.length - start > 32) return text.length;
  return /^\x1b(\[[0-9;:]*)?$/.test(text.slice(start)) ? start : text.length;
}

function apply(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((part) => (part === "" ? 0 : Number(part)));
  let next: Style = { ...style };
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(index + 1));
      if (colour !== undefined) next = { ...next, [code === 38 ? "fg" : "bg"]: colour };
      index += used;
    } else {
      next = applyOne(next, code);
    }
  }
  return next;
}

function applyOne(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 7) return { ...style, inverse: true };
  if (code === 22) return without(style, "bold", "dim");
  if (code === 23) return without(style, "italic");
  if (code === 24) return without(style, "underline");
  if (code === 27) return without(style, "inverse");
  if (code === 39) return without(style, "fg");
  if (code === 49) return without(style, "bg");
  if (code >= 30 && code <= 37) return { ...style, fg: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, fg: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, bg: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, bg: code - 100 + 8 };
  return style;
}

function without(style: Style, ...names: (keyof Style)[]): Style {
  const next = { ...style };
  for (const name of names) Reflect.deleteProperty(next, name);
  return next;
}

/** Read what follows 38 or 48: `5;n` or `2;r;g;b`, folded onto the sixteen colours we draw. */
function extended(rest: readonly number[]): [number | undefined, number] {
  if (rest[0] === 5) return [fold256(rest[1] ?? 0), 2];
  if (rest[0] === 2) return [foldRgb(rest[1] ?? 0, rest[2] ?? 0, rest[3] ?? 0), 4];
  return [undefined, 0];
}

function fold256(n: number): number {
  if (n < 16) return n;
  if (n >= 232) return n < 244 ? 8 : 7;
  const cube = n - 16;
  const level = (part: number): number => part * 51;
  return foldRgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function foldRgb(red: number, green: number, blue: number): number {
  const bright = Math.max(red, green, blue) > 200 ? 8 : 0;
  const hue = (red > 110 ? 1 : 0) | (green > 110 ? 2 : 0) | (blue > 110 ? 4 : 0);
  return hue === 0 ? (Math.max(red, green, blue) > 60 ? 8 : 0) : hue + bright;
}
