/**
 * What one can do here: the parts of the page offer their actions while they are drawn. The palette lists them, the help
 * sheet explains their keys, the keyboard starts them; none of the three has a list of its own.
 */

import { signal } from "@preact/signals";

export interface Action {
  /** Unique in the page, and the same in every language: what was used lately is remembered by it. */
  id: string;
  title: string;
  /**
   * As `KeyboardEvent.key` has them: "c", "?", "Ctrl+K" (Cmd+K too), "Esc", "g f" for one after the other. No single key
   * acts while one types, in a dialog, or when the person has switched such keys off.
   */
  keys?: string;
  /** Under which heading it stands, in the language in use. */
  group: string;
  /** What else finds it, such as its title in the other language. */
  words?: string;
  /** Whether holding its key down does it again and again. */
  repeats?: true;
  run(): void;
}

/** Keys that a part handles itself while it has the focus, such as arrows in a chart: the help sheet tells them. */
export interface KeyHint {
  /** One, or several that do the same. */
  keys: string;
  title: string;
  group: string;
}

type Source<T> = () => readonly T[];

const sources = signal<readonly Source<Action>[]>([]);
const hintSources = signal<readonly Source<KeyHint>[]>([]);

/** Offer actions until the returned function is called. The source is asked anew each time: it may read signals. */
export function register(source: Source<Action>): () => void {
  sources.value = [...sources.peek(), source];
  return () => (sources.value = sources.peek().filter((one) => one !== source));
}

/** Explain keys until the returned function is called. */
export function explain(source: Source<KeyHint>): () => void {
  hintSources.value = [...hintSources.peek(), source];
  return () => (hintSources.value = hintSources.peek().filter((one) => one !== source));
}

/** Return every action there is now, those of who came last, such as the view, first: they have the say over an id or a key. */
export function actions(): Action[] {
  const found = new Map<string, Action>();
  for (const source of [...sources.value].reverse()) {
    for (const action of source()) if (!found.has(action.id)) found.set(action.id, action);
  }
  return [...found.values()];
}

export function keyHints(): KeyHint[] {
  return hintSources.value.flatMap((source) => source());
}
