/** Text from elsewhere, with what would hide or turn round in it shown as signs. Pure. */

// Controls but tab and newline, direction overrides and isolates, marks of direction, what has no width.
// Joiners are letters of Persian and of emoji, and stay between signs beyond ASCII: in `r\u200dm` they only hide.
const HIDDEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])/g;
const CUT = "…";

/** Return a text in which nothing is hidden, at most so many characters long. */
export function visibleText(text: string, most = Infinity): string {
  const short = text.length > most ? `${text.slice(0, isPairAt(text, most) ? most - 1 : most)}${CUT}` : text;
  return short.replace(HIDDEN, signOf);
}

/** Tell whether a cut there would leave half a sign. */
function isPairAt(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function signOf(hidden: string): string {
  const code = hidden.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code); // the Control Pictures block
  if (code === 0x7f) return "\u2421";
  return `\u2039U+${code.toString(16).toUpperCase().padStart(4, "0")}\u203a`;
}
