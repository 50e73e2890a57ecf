/** What the palette lists: of everything there is, what was typed means, the best first. Pure. */

import { fitAll, folded, type Fit } from "./fuzzy";

export type Kind = "moment" | "host" | "view" | "room" | "person" | "run" | "saved" | "action";

export interface Entry {
  /** Unique, and the same tomorrow. */
  id: string;
  kind: Kind;
  title: string;
  /** Beside the title; it is not looked through. */
  detail?: string;
  /** What else finds it. */
  words?: string;
  keys?: string;
  /** Of a host that does not answer. */
  status?: "late" | "down" | "expected" | "paused";
  /** What is asked before it is done. */
  confirm?: string;
  run(): void;
}

export interface Found {
  entry: Entry;
  /** Which letters of the title were typed. */
  at: readonly number[];
}

/** What a first sign narrows the list to. */
const ONLY: Record<string, readonly Kind[]> = { ">": ["action"], "@": ["person"], "#": ["room"] };
const MOST = 50;
const LATELY = 20; // what was used lately goes before what fits as well
const LESS_FOR_WORDS = 300; // what fits by another word goes behind what fits by its title
const REMEMBERED = 8;

/** Return what was typed without the sign that narrows, and to what that narrows. */
export function readQuery(typed: string): { query: string; kinds: readonly Kind[] | null } {
  const kinds = ONLY[typed.charAt(0)] ?? null;
  return { query: folded((kinds ? typed.slice(1) : typed).trim()), kinds };
}

/** Return what fits, best first; `recent` are ids of what was used, the latest first. */
export function find(entries: readonly Entry[], typed: string, recent: readonly string[]): Found[] {
  const { query, kinds } = readQuery(typed);
  const offered = kinds ? entries.filter((entry) => kinds.includes(entry.kind)) : entries;
  const words = query.split(/\s+/).filter(Boolean);
  const lately = new Map(recent.map((id, index) => [id, REMEMBERED - index]));
  if (words.length === 0) return begin(offered, lately, kinds === null);
  const found = offered.flatMap((entry, place) => {
    const fits = fitOf(entry, words);
    return fits ? [{ entry, at: fits.at, place, isLoose: fits.isLoose, score: fits.score + (lately.has(entry.id) ? LATELY : 0) }] : [];
  });
  return meant(found).sort((a, b) => b.score - a.score || a.place - b.place).slice(0, MOST);
}

/** Beside what holds the words themselves, or begins with their letters, nobody means what has the letters somewhere. */
function meant<T extends { isLoose: boolean }>(found: readonly T[]): T[] {
  const close = found.filter(({ isLoose }) => !isLoose);
  return close.length > 0 ? close : [...found];
}

/** Return what was used, with this before all. */
export function remembered(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, REMEMBERED);
}

/** Nothing is typed: what was used lately, then all but those that are too many. */
function begin(entries: readonly Entry[], lately: ReadonlyMap<string, number>, isAll: boolean): Found[] {
  const used = entries.filter((entry) => lately.has(entry.id)).sort((a, b) => (lately.get(b.id) ?? 0) - (lately.get(a.id) ?? 0));
  const others = entries.filter((entry) => !lately.has(entry.id) && (!isAll || entry.kind !== "run"));
  return [...used, ...others].slice(0, MOST).map((entry) => ({ entry, at: [] }));
}

function fitOf(entry: Entry, words: readonly string[]): Fit | null {
  const title = folded(entry.title);
  const byTitle = fitAll(words, title);
  if (byTitle) return byTitle;
  if (!entry.words) return null;
  const byAll = fitAll(words, `${title} ${folded(entry.words)}`);
  return byAll && byAll.score > LESS_FOR_WORDS ? { ...byAll, score: byAll.score - LESS_FOR_WORDS, at: [] } : null;
}
