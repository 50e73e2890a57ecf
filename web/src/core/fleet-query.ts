/**
 * The fleet's query language: `db lab=b12 cpu>80 -state:down`. Every term must hold. What cannot be read is a problem
 * with its place in the text, never an exception; the other terms count without it. Pure.
 */

import { fieldOf, isNumber, nameOf, stateOf, unitOf, type Asked, type NumberField, type TextField } from "./query-field";
import { readNumber, writeNumber } from "./query-number";

export type Sign = ":" | "=" | "!=" | ">" | ">=" | "<" | "<=";

/** What a term asks; several `values` are alternatives. */
export type Ask =
  | { kind: "word"; word: string }
  | { kind: "state"; sign: Sign; values: readonly Asked[] }
  | { kind: "text"; field: Exclude<TextField, "state">; sign: Sign; values: readonly string[] }
  | { kind: "label"; name: string; sign: Sign; values: readonly string[] }
  | { kind: "number"; field: NumberField; sign: Sign; value: number };

export interface Term {
  ask: Ask;
  /** It must not hold. */
  not: boolean;
  from: number;
  to: number;
}

export type Slip = "field" | "value" | "number" | "bytes" | "span" | "state" | "order" | "quote";

export interface Problem {
  why: Slip;
  /** The word that is wrong. */
  word: string;
  from: number;
  to: number;
}

export interface Query {
  terms: readonly Term[];
  problems: readonly Problem[];
}

export interface Token {
  /** As it stands. */
  text: string;
  from: number;
  to: number;
  /** A quote was opened and not closed. */
  open: boolean;
}

export const NO_QUERY: Query = { terms: [], problems: [] };
export const LONGEST_QUERY = 1_000;

const TOKEN = /(?:[^\s"]|"[^"]*"?)+/g;
const COMPARISON = /^([\p{L}\p{N}_.-]+?)(!=|>=|<=|>|<|:|=)(.*)$/su;
const PLAIN = /^[^\s",]+$/;

/** Cut a text into words; spaces in quotes hold them together. */
export function tokensOf(text: string): Token[] {
  return [...text.slice(0, LONGEST_QUERY).matchAll(TOKEN)].map((match) => {
    const [word] = match;
    const from = match.index;
    return { text: word, from, to: from + word.length, open: (word.split('"').length - 1) % 2 === 1 };
  });
}

/** Read a text as a query. */
export function parseQuery(text: string): Query {
  const terms: Term[] = [];
  const problems: Problem[] = [];
  for (const token of tokensOf(text)) {
    const read = readToken(token);
    if (!read) continue;
    if ("why" in read) problems.push(read);
    else terms.push(read);
  }
  return { terms, problems };
}

/** Write a query so that reading it gives the same again. */
export function printQuery({ terms }: Pick<Query, "terms">): string {
  return terms.map((term) => (term.not ? "-" : "") + printAsk(term.ask)).join(" ");
}

function readToken({ text, from, to, open }: Token): Term | Problem | null {
  if (open) return { why: "quote", word: text, from, to };
  const not = /^[-!]./.test(text);
  const rest = not ? text.slice(1) : text;
  const read = readAsk(rest);
  if (read === null) return null;
  if (typeof read !== "string") return { ask: read, not, from, to };
  return { why: read, word: rest, from, to };
}

/** Return what a word asks; why it cannot be read; null when it asks nothing. */
function readAsk(text: string): Ask | Slip | null {
  const [, name = "", sign = "", right = ""] = COMPARISON.exec(text) ?? [];
  if (!sign) return readWord(text);
  const field = fieldOf(name);
  if (!field) return readLabel(name, sign as Sign, right);
  if (bare(right).trim() === "") return "value";
  if (isNumber(field)) return readComparison(field, sign as Sign, bare(right));
  if (/[<>]/.test(sign) && field !== "version") return "order";
  const values = splitValues(right);
  if (values.length === 0) return "value";
  if (field === "state") return readStates(sign as Sign, values);
  return { kind: "text", field, sign: sign as Sign, values };
}

function readWord(text: string): Ask | null {
  const state = stateOf(text);
  if (state) return { kind: "state", sign: ":", values: [state] };
  const word = bare(text);
  return word.trim() === "" ? null : { kind: "word", word };
}

function readLabel(name: string, sign: Sign, right: string): Ask | Slip {
  if (/[<>]/.test(sign)) return "field";
  const values = splitValues(right);
  return values.length === 0 ? "value" : { kind: "label", name, sign, values };
}

function readStates(sign: Sign, values: readonly string[]): Ask | Slip {
  const states = values.map(stateOf);
  if (states.some((state) => !state)) return "state";
  return { kind: "state", sign, values: states as Asked[] };
}

function readComparison(field: NumberField, sign: Sign, text: string): Ask | Slip {
  const unit = unitOf(field);
  const value = readNumber(text, unit);
  if (value === undefined) return unit === "share" ? "number" : unit;
  return { kind: "number", field, sign: sign === ":" ? "=" : sign, value };
}

/** Cut alternatives at commas; quotes hold them together. */
function splitValues(text: string): string[] {
  return (text.match(/(?:[^,"]|"[^"]*")+/g) ?? []).map(bare).filter((value) => value.trim() !== "");
}

function bare(text: string): string {
  return text.replace(/"/g, "");
}

function printAsk(ask: Ask): string {
  switch (ask.kind) {
    case "word":
      return quotedWord(ask.word);
    case "state":
      return `state${ask.sign}${ask.values.join(",")}`;
    case "text":
      return `${nameOf(ask.field)}${ask.sign}${ask.values.map(quoted).join(",")}`;
    case "label":
      return `${ask.name}${ask.sign}${ask.values.map(quoted).join(",")}`;
    case "number":
      return `${nameOf(ask.field)}${ask.sign}${writeNumber(ask.value, unitOf(ask.field))}`;
  }
}

function quoted(value: string): string {
  return PLAIN.test(value) ? value : `"${value}"`;
}

/** A word that would be read as something else is written in quotes. */
function quotedWord(word: string): string {
  const isPlain = /^[^\s"]+$/.test(word) && !/^[-!]/.test(word) && !COMPARISON.test(word) && !stateOf(word);
  return isPlain ? word : `"${word}"`;
}
