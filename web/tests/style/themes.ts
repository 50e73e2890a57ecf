/** The tokens of style/tokens.css, theme by theme, and how colours are told apart. */

import { readFileSync } from "node:fs";

export type Tokens = Map<string, string>;
export type Colour = readonly [number, number, number];

const FILE = new URL("../../src/style/tokens.css", import.meta.url);
const LIGHT = `:root[data-theme="light"]`;
const DARK = `:root[data-theme="dark"]`;
const FIRM = `:root[data-contrast="more"]`;

/** Which rules make a theme, the later ones over the earlier. */
const RULES: Record<string, readonly string[]> = {
  light: [LIGHT],
  dark: [LIGHT, DARK],
  "high contrast, light": [LIGHT, FIRM],
  "high contrast, dark": [LIGHT, DARK, FIRM, `${DARK}[data-contrast="more"]`],
};

export function themes(): [string, Tokens][] {
  const css = readFileSync(FILE, "utf8").replace(/\/\*.*?\*\//gs, "");
  const rules = new Map<string, Tokens>();
  for (const [, selectors = "", body = ""] of css.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    const tokens = [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value] as const);
    const selector = selectors.split(",").pop()?.trim() ?? "";
    rules.set(selector, new Map(tokens));
  }
  return Object.entries(RULES).map(([theme, selectors]) => {
    const parts = selectors.map((selector) => rules.get(selector));
    if (parts.includes(undefined)) throw new Error(`tokens.css has not all rules of ${theme}`);
    return [theme, new Map(parts.flatMap((part) => [...(part ?? [])]))];
  });
}

export function colour(tokens: Tokens, name: string): Colour {
  const value = tokens.get(name) ?? "";
  const digits = /^#([0-9a-f]{6})$/.exec(value)?.[1];
  if (!digits) throw new Error(`${name} is no colour: ${value}`);
  return [0, 2, 4].map((at) => linear(parseInt(digits.slice(at, at + 2), 16) / 255)) as unknown as Colour;
}

/** WCAG 2's contrast ratio. */
export function contrast(one: Colour, other: Colour): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

/** How somebody sees a colour: Machado, Oliveira, Fernandes (2009), severity 1. */
export const EYES: Record<string, readonly Colour[]> = {
  "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  "no green cones": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
}; // prettier-ignore

/** CIE76 of two colours as those eyes see them; from about 10 on, lines are told apart at a glance. */
export function difference(one: Colour, other: Colour, eyes: readonly Colour[]): number {
  const [a, b] = [lab(seen(one, eyes)), lab(seen(other, eyes))];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function linear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function seen([red, green, blue]: Colour, eyes: readonly Colour[]): Colour {
  return eyes.map((row) => Math.min(1, Math.max(0, row[0] * red + row[1] * green + row[2] * blue))) as unknown as Colour;
}

function lab([red, green, blue]: Colour): Colour {
  const root = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = root(luminance([red, green, blue]));
  const z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
