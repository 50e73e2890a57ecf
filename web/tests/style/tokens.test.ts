import { describe, expect, test } from "vitest";
import { colour, contrast, difference, EYES, themes } from "./themes";

/** What is written on what. */
const WORDS: Record<string, readonly string[]> = {
  "--text": ["--ground", "--surface", "--sunken", "--hover", "--pressed"],
  "--muted": ["--ground", "--surface", "--sunken", "--hover"],
  "--faint": ["--ground", "--surface", "--sunken", "--hover"],
  "--link": ["--ground", "--surface", "--hover"],
  "--ok": ["--ground", "--surface", "--hover", "--ok-ground"],
  "--warn": ["--ground", "--surface", "--hover", "--warn-ground"],
  "--bad": ["--ground", "--surface", "--hover", "--bad-ground"],
  "--info": ["--ground", "--surface", "--hover", "--info-ground"],
  "--on-ink": ["--ink", "--ink-hover"],
  "--on-bad": ["--bad"],
  "--axis": ["--surface"],
};
/** Edges of controls, the focus ring, lines and marks, and what they stand on. */
const MARKS: Record<string, readonly string[]> = {
  "--edge": ["--ground", "--surface"],
  "--focus": ["--ground", "--surface", "--sunken", "--hover"],
  "--spark": ["--ground", "--surface"],
};
const LINES = Array.from({ length: 8 }, (_, index) => `--series-${index + 1}`);

describe.each(themes())("%s", (theme, tokens) => {
  const of = (name: string) => colour(tokens, name);
  const pairs = (table: Record<string, readonly string[]>) =>
    Object.entries(table).flatMap(([mark, grounds]) => grounds.map((ground) => [mark, ground] as const));

  test.each(pairs(WORDS))("%s can be read on %s", (word, ground) => {
    expect(contrast(of(word), of(ground))).toBeGreaterThanOrEqual(theme.startsWith("high") ? 7 : 4.5);
  });

  test.each(pairs(MARKS))("%s is seen on %s", (mark, ground) => {
    expect(contrast(of(mark), of(ground))).toBeGreaterThanOrEqual(3);
  });

  test.each(LINES)("%s is seen on its ground", (line) => {
    expect(contrast(of(line), of("--surface"))).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(EYES))("eight lines are told apart by those with %s", (_who, eyes) => {
    for (const [index, line] of LINES.entries()) {
      for (const other of LINES.slice(0, index)) {
        const apart = difference(of(line), of(other), eyes);
        expect(apart, `${line} and ${other}`).toBeGreaterThanOrEqual(10);
      }
    }
  });
});
