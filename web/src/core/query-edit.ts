/** Changing a query that somebody typed without touching the rest of it. Pure. */

import { parseQuery, tokensOf } from "./fleet-query";
import type { Asked } from "./query-field";

/** Return the states a query asks for in one term of its own, empty where it asks for none, or for more than that. */
export function statesOf(text: string): readonly Asked[] {
  const asks = parseQuery(text).terms.filter(({ ask }) => ask.kind === "state");
  const [only] = asks;
  return asks.length === 1 && only?.ask.kind === "state" && !only.not && only.ask.sign !== "!=" ? only.ask.values : [];
}

/** Return the query with other states asked for; none takes the term out. */
export function withStates(text: string, states: readonly Asked[]): string {
  const rest = tokensOf(text).filter(({ text: word }) => !parseQuery(word).terms.some(({ ask }) => ask.kind === "state"));
  const words = rest.map(({ text: word }) => word);
  return [...words, ...(states.length > 0 ? [`state:${states.join(",")}`] : [])].join(" ");
}

/** Return the query with one more word, or without it where it has it. */
export function withWord(text: string, word: string): string {
  const words = tokensOf(text).map((token) => token.text);
  return (words.includes(word) ? words.filter((one) => one !== word) : [...words, word]).join(" ");
}
