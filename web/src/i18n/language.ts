/**
 * The language in use: the person's choice, else the browser's. Its strings are fetched; the other's are not. What is
 * drawn first does with the first of them; whatever is fetched apart waits for `speakMore`.
 */

import { batch, computed, signal } from "@preact/signals";
import { Formats } from "../core/format";
import { lasting } from "../edge/storage";
import type { Catalogue } from "./catalogue";

export type Language = "en" | "fr";

/** What of a language is fetched with whatever needs it; "first" is there before anything is drawn. */
export type Part = "first" | "later" | "link" | "host" | "runs" | "locks" | "account" | "admin" | "tools" | "fleet" | "display" | "talk";
type Fetch = () => Promise<Partial<Catalogue>>;

const PARTS: Record<Language, Record<Part, Fetch>> = {
  en: {
    first: () => import("./en").then((module) => module.en),
    later: () => import("./en-later").then((module) => module.enLater),
    runs: () => import("./en-runs").then((module) => module.enRuns),
    host: () => import("./en-host").then((module) => module.enHost),
    link: () => import("./en-link").then((module) => module.enLink),
    locks: () => import("./en-locks").then((module) => module.enLocks),
    account: () => import("./en-account").then((module) => module.enAccount),
    admin: () => import("./en-admin").then((module) => module.enAdmin),
    tools: () => import("./en-tools").then((module) => module.enTools),
    fleet: () => import("./en-fleet").then((module) => module.enFleet),
    display: () => import("./en-display").then((module) => module.enDisplay),
    talk: () => import("./en-talk").then((module) => module.enTalk),
  },
  fr: {
    first: () => import("./fr").then((module) => module.fr),
    later: () => import("./fr-later").then((module) => module.frLater),
    runs: () => import("./fr-runs").then((module) => module.frRuns),
    host: () => import("./fr-host").then((module) => module.frHost),
    link: () => import("./fr-link").then((module) => module.frLink),
    locks: () => import("./fr-locks").then((module) => module.frLocks),
    account: () => import("./fr-account").then((module) => module.frAccount),
    admin: () => import("./fr-admin").then((module) => module.frAdmin),
    tools: () => import("./fr-tools").then((module) => module.frTools),
    fleet: () => import("./fr-fleet").then((module) => module.frFleet),
    display: () => import("./fr-display").then((module) => module.frDisplay),
    talk: () => import("./fr-talk").then((module) => module.frTalk),
  },
};

const strings = signal<Catalogue | null>(null);
let wanted = first();
const wantedParts = new Set<Part>(["first"]); // it only grows
let spoken = new Set<Part>();

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
  const parts = new Set(wantedParts);
  const fetched = await Promise.all([...parts].map((part) => PARTS[next][part]()));
  if (wanted !== next || spoken.size > parts.size) return; // another choice was made meanwhile
  spoken = parts;
  batch(() => {
    // Whatever needs more strings has waited for them: until then nobody misses them.
    strings.value = Object.assign({}, ...fetched) as Catalogue;
    language.value = next;
  });
}

/** Fetch those parts of the language in use. Rejects when they cannot be had. */
export async function speakMore(...parts: Part[]): Promise<void> {
  for (const part of parts) wantedParts.add(part);
  while (parts.some((part) => !spoken.has(part))) await speak();
}

export async function choose(next: Language): Promise<void> {
  await speak(next);
  lasting.write("language", next);
}

/** Fetch every language, so that switching works without a hub. */
export async function fetchLanguages(): Promise<void> {
  await Promise.allSettled(Object.values(PARTS).flatMap((parts) => Object.values(parts).map((fetchPart) => fetchPart())));
}

/** Return the language to speak: the one that was chosen, else the browser's. */
export function first(): Language {
  const kept = lasting.read("language");
  if (kept === "en" || kept === "fr") return kept;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "fr" || tag === "en");
  return wished === "fr" ? "fr" : "en";
}

function region(chosen: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(chosen)) ?? chosen;
}
