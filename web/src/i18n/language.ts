/**
 * The language in use: the person's choice, else the browser's. Its strings are fetched; the other's are not. What is
 * drawn first does with the first of them; whatever is fetched apart waits for `speakAll`.
 */

import { batch, computed, signal } from "@preact/signals";
import { Formats } from "../core/format";
import { lasting } from "../edge/storage";
import type { Catalogue, First, Later } from "./catalogue";

export type Language = "en" | "fr";

const FETCH: Record<Language, () => Promise<First>> = {
  en: () => import("./en").then((module) => module.en),
  fr: () => import("./fr").then((module) => module.fr),
};
const FETCH_LATER: Record<Language, () => Promise<Later>> = {
  en: () => import("./en-later").then((module) => module.enLater),
  fr: () => import("./fr-later").then((module) => module.frLater),
};

const strings = signal<Catalogue | null>(null);
let wanted = first();
let wantsAll = false;
let hasAll = false;

export const language = signal<Language>(wanted);
/** Every string of the page. Nothing may be drawn before `speak` has come back once. */
export const t = computed<Catalogue>(() => {
  if (!strings.value) throw new Error("no language has been fetched yet");
  return strings.value;
});
/** Numbers and dates follow the browser's region when it is of the same language: en-GB, fr-CH. */
export const formats = computed(() => new Formats(region(language.value)));

/** Fetch the strings of a language, then use it. Rejects when they cannot be had; what was in use stays. */
export async function speak(next: Language = wanted): Promise<void> {
  wanted = next;
  const isAll = wantsAll;
  const [now, later] = await Promise.all([FETCH[next](), isAll ? FETCH_LATER[next]() : undefined]);
  if (wanted !== next || (hasAll && !isAll)) return; // another choice was made meanwhile
  hasAll = isAll;
  batch(() => {
    // Whatever needs the strings of later has waited for them: until then nobody misses them.
    strings.value = { ...now, ...later } as Catalogue;
    language.value = next;
  });
}

/** Fetch every string of the language in use. Rejects when they cannot be had. */
export async function speakAll(): Promise<void> {
  wantsAll = true;
  while (!hasAll) await speak();
}

export async function choose(next: Language): Promise<void> {
  await speak(next);
  lasting.write("language", next);
}

/** Fetch every language, so that switching works without a hub. */
export function fetchLanguages(): void {
  for (const fetchOne of [...Object.values(FETCH), ...Object.values(FETCH_LATER)]) void fetchOne().catch(() => undefined);
}

function first(): Language {
  const kept = lasting.read("language");
  if (kept === "en" || kept === "fr") return kept;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "fr" || tag === "en");
  return wished === "fr" ? "fr" : "en";
}

function region(chosen: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(chosen)) ?? chosen;
}
