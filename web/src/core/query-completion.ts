/** What can complete the word of a query that is being typed: fields, labels, states, values. Pure. */

import { fold } from "./fold";
import { tokensOf } from "./fleet-query";
import {
  ASKED_STATES,
  fieldOf,
  isNumber,
  nameOf,
  NUMBER_FIELDS,
  stateName,
  TEXT_FIELDS,
  unitOf,
  type Field,
  type Unit,
} from "./query-field";

export interface KnownFleet {
  names: readonly string[];
  /** The values of each label there is. */
  labels: ReadonlyMap<string, readonly string[]>;
  systems: readonly string[];
  versions: readonly string[];
}

export interface Option {
  /** What it puts into the query. */
  text: string;
  kind: "field" | "label" | "state" | "value" | "host";
}

export interface Completed {
  /** The part of the text an option replaces. */
  from: number;
  to: number;
  options: readonly Option[];
}

const MOST = 8;
const NONE: Completed = { from: 0, to: 0, options: [] };
const EXAMPLES: Record<Unit, readonly string[]> = {
  share: ["80%", "90%", "95%"],
  number: ["1", "4", "8"],
  bytes: ["1MB", "10MB", "100MB"],
  span: ["1h", "1d", "7d"],
};

/** Return what could stand where one types; `caret` is a place in the text. */
export function completeQuery(text: string, caret: number, known: KnownFleet, french = false): Completed {
  const token = tokensOf(text).find(({ from, to }) => from <= caret && caret <= to);
  const [from, to] = token ? [token.from, token.to] : [caret, caret];
  const typed = text.slice(from, caret);
  const negation = /^[-!]/.exec(typed)?.[0] ?? "";
  const word = typed.slice(negation.length);
  if (word.includes('"')) return NONE;
  const [, name = "", sign = "", value = ""] = /^(.+?)(!=|>=|<=|>|<|:|=)(.*)$/s.exec(word) ?? [];
  if (!sign) return pick({ from: from + negation.length, to, typed: word }, words(known, french));
  const begun = value.slice(value.lastIndexOf(",") + 1);
  const start = caret - begun.length;
  return pick({ from: start, to, typed: begun }, values(name, known, french));
}

/** Put an option into the text; returns where one goes on as well. A field is followed by its value, all else by a space. */
export function acceptOption(text: string, { from, to }: Completed, option: Option): { text: string; caret: number } {
  const isOpen = option.kind === "field" || (option.kind === "label" && option.text.endsWith("="));
  const end = isOpen || text.charAt(to) === " " ? "" : " ";
  const put = /\s/.test(option.text) ? `"${option.text}"` : option.text;
  const head = `${text.slice(0, from)}${put}${end}`;
  return { text: head + text.slice(to), caret: head.length };
}

function words(known: KnownFleet, french: boolean): Option[] {
  const fields: Field[] = ["state", ...NUMBER_FIELDS, ...TEXT_FIELDS.filter((field) => field !== "state")];
  return [
    ...ASKED_STATES.map((state): Option => ({ text: stateName(state, french), kind: "state" })),
    ...[...known.labels.keys()].map((label): Option => ({ text: `${label}=`, kind: "label" })),
    ...fields.map((field): Option => ({ text: `${nameOf(field, french)}${signOf(field)}`, kind: "field" })),
    // No names of hosts: the list below has them already.
  ];
}

function signOf(field: Field): string {
  if (!isNumber(field)) return ":";
  return unitOf(field) === "span" ? "<" : ">";
}

function values(name: string, known: KnownFleet, french: boolean): Option[] {
  const field = fieldOf(name);
  const of = (texts: readonly string[], kind: Option["kind"] = "value"): Option[] => texts.map((text) => ({ text, kind }));
  if (!field) return of(known.labels.get(fold(name)) ?? []);
  if (isNumber(field)) return of(EXAMPLES[unitOf(field)]);
  if (field === "state") return of(ASKED_STATES.map((state) => stateName(state, french)), "state");
  if (field === "system") return of(known.systems);
  if (field === "version") return of(known.versions);
  if (field === "name") return of(known.names, "host");
  if (field === "label") return of([...known.labels.keys()]);
  return [];
}

interface Place {
  from: number;
  to: number;
  typed: string;
}

/** What begins with the word comes first, then what has it inside; all there is where nothing is typed. */
function pick({ from, to, typed }: Place, options: readonly Option[]): Completed {
  const folded = fold(typed);
  const begins = options.filter(({ text }) => fold(text).startsWith(folded));
  const holds = folded.length > 1 ? options.filter(({ text }) => !fold(text).startsWith(folded) && fold(text).includes(folded)) : [];
  const found = [...begins, ...holds].slice(0, MOST);
  // The word is whole already: an open list would only catch the Enter meant for something else.
  return found.length === 1 && fold(found[0]?.text ?? "") === folded ? NONE : { from, to, options: found };
}
