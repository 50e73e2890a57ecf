/** Codes of a second factor: as one types them, and as a picture. Pure. */

/** Modules of empty space a scanner wants around the code (ISO/IEC 18004, 6.3.8). */
export const QUIET_ZONE = 4;

/** Return a code as the hub takes it: people and apps group its signs by spaces. */
export function tidyCode(typed: string): string {
  return typed.replace(/\s/g, "");
}

/** Return a secret in groups of four, so that it can be read out and typed. */
export function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** Return the dark modules (`1`) of a matrix as one path of an SVG, a unit a module, the quiet zone not included. */
export function darkPath(rows: readonly string[]): string {
  return rows.flatMap((row, y) => Array.from(row.matchAll(/1+/g), ({ 0: dark, index }) => bar(index, y, dark.length))).join("");
}

function bar(x: number, y: number, width: number): string {
  return `M${x} ${y}h${width}v1h-${width}z`;
}
