/** Finding by a few letters: which text a person means, and how well it fits. Pure. */

/** How well a text fits, more is better, and where its letters are that were typed. */
export interface Fit {
  score: number;
  at: readonly number[];
  /** It fits only letter by letter, and some of them stand in the middle of words. */
  isLoose: boolean;
}

const WHOLE = 1_000;
const BEGINS = 800;
const BEGINS_WORD = 600;
const HOLDS = 400;
const SCATTERED = 100;
const JUMP = 8; // what each gap between scattered letters costs
const WORD_SIGNS = /[^\p{L}\p{N}]/u;

/** Without case or accents, sign for sign, so that places in one are places in the other. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  if (/^[ -~]*$/.test(lower)) return lower;
  return lower.replace(/[\u00c0-\u024f]/g, (sign) => sign.normalize("NFD").charAt(0));
}

/**
 * Return how a text fits what was typed, null when it does not: whole, at its beginning, at a word's, anywhere, or letter
 * by letter in their order. Both are folded. The empty query fits everything.
 */
export function fit(query: string, text: string): Fit | null {
  if (query === "") return { score: 0, at: [], isLoose: false };
  const place = placeOf(query, text);
  if (place >= 0) return { score: rankOf(query, text, place) - Math.min(text.length, 99) / 100, at: span(place, query.length), isLoose: false };
  return scattered(query, text);
}

/** Return how a text fits several words, each of which must be in it. */
export function fitAll(words: readonly string[], text: string): Fit | null {
  let score = 0;
  let isLoose = false;
  const at = new Set<number>();
  for (const word of words) {
    const one = fit(word, text);
    if (!one) return null;
    score += one.score;
    isLoose ||= one.isLoose;
    for (const place of one.at) at.add(place);
  }
  return { score: score / Math.max(1, words.length), at: [...at].sort((a, b) => a - b), isLoose };
}

/** The beginning of a word goes before a place within one. */
function placeOf(query: string, text: string): number {
  const first = text.indexOf(query);
  for (let place = first; place >= 0; place = text.indexOf(query, place + 1)) {
    if (beginsWord(text, place)) return place;
  }
  return first;
}

function rankOf(query: string, text: string, place: number): number {
  if (query === text) return WHOLE;
  if (place === 0) return BEGINS;
  return beginsWord(text, place) ? BEGINS_WORD : HOLDS;
}

function beginsWord(text: string, place: number): boolean {
  return place === 0 || WORD_SIGNS.test(text.charAt(place - 1));
}

/** One letter alone, or two far apart, would fit nearly everything: scattered letters must begin where a word does. */
function scattered(query: string, text: string): Fit | null {
  const at: number[] = [];
  let gaps = 0;
  for (const sign of query) {
    const last = at[at.length - 1] ?? -1;
    const next = at.length === 0 ? firstOfWord(sign, text) : text.indexOf(sign, last + 1);
    if (next < 0) return null;
    if (at.length > 0 && next !== last + 1 && !beginsWord(text, next)) gaps += 1;
    at.push(next);
  }
  const score = SCATTERED - gaps * JUMP;
  return at.length > 1 && score > 0 ? { score, at, isLoose: gaps > 0 } : null;
}

function firstOfWord(sign: string, text: string): number {
  let place = text.indexOf(sign);
  while (place >= 0 && !beginsWord(text, place)) place = text.indexOf(sign, place + 1);
  return place;
}

function span(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index);
}
