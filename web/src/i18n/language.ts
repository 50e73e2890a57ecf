/** The language in use: the person's choice, else the browser's. */

import { computed, signal } from "@preact/signals";
import { Formats } from "../core/format";
import { lasting } from "../edge/storage";
import type { Catalogue } from "./catalogue";
import { en } from "./en";
import { fr } from "./fr";

export type Language = "en" | "fr";
const CATALOGUES: Record<Language, Catalogue> = { en, fr };

export const language = signal<Language>(first());
export const t = computed<Catalogue>(() => CATALOGUES[language.value]);
/** Numbers and dates follow the browser's region when it is of the same language: en-GB, fr-CH. */
export const formats = computed(() => new Formats(region(language.value)));

export function choose(next: Language): void {
  language.value = next;
  lasting.write("language", next);
}

function first(): Language {
  const kept = lasting.read("language");
  if (kept === "en" || kept === "fr") return kept;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "fr" || tag === "en");
  return wanted === "fr" ? "fr" : "en";
}

function region(chosen: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(chosen)) ?? chosen;
}
