/** What of a host the fleet's query language can ask about, under its English and French names. Pure. */

import { fold } from "./fold";
import type { State } from "./host-state";

export type TextField = "name" | "system" | "address" | "label" | "state" | "version";
/** How the numbers of a field are written: 80%, 4.5, 10MB, 1d12h. */
export type Unit = "share" | "number" | "bytes" | "span";
export type NumberField = keyof typeof NUMBERS;
export type Field = TextField | NumberField;

const TEXTS: Record<TextField, readonly string[]> = {
  name: ["name", "nom", "host", "machine"],
  state: ["state", "status", "etat"],
  label: ["label", "labels", "etiquette", "etiquettes"],
  system: ["os", "system", "systeme"],
  address: ["address", "ip", "adresse"],
  version: ["version", "agent"],
};

const NUMBERS = {
  cpu: { unit: "share", names: ["cpu"] },
  memory: { unit: "share", names: ["memory", "memoire", "mem", "ram"] },
  disk: { unit: "share", names: ["disk", "disque"] },
  swap: { unit: "share", names: ["swap", "echange"] },
  load: { unit: "number", names: ["load", "charge"] },
  network: { unit: "bytes", names: ["net", "network", "reseau"] },
  receive: { unit: "bytes", names: ["rx", "receive", "recu"] },
  transmit: { unit: "bytes", names: ["tx", "transmit", "envoye"] },
  uptime: { unit: "span", names: ["uptime", "marche"] },
  since: { unit: "span", names: ["since", "depuis"] },
  cores: { unit: "number", names: ["cores", "coeurs"] },
} as const satisfies Record<string, { unit: Unit; names: readonly string[] }>;

export const NUMBER_FIELDS = Object.keys(NUMBERS) as NumberField[];
export const TEXT_FIELDS = Object.keys(TEXTS) as TextField[];

const BY_NAME = new Map<string, Field>([
  ...TEXT_FIELDS.flatMap((field) => TEXTS[field].map((name): [string, Field] => [name, field])),
  ...NUMBER_FIELDS.flatMap((field) => NUMBERS[field].names.map((name): [string, Field] => [name, field])),
]);

/** Return the field somebody means, undefined when it is none: it may be the name of a label. */
export function fieldOf(name: string): Field | undefined {
  return BY_NAME.get(fold(name));
}

/** Return the name under which a field is written by default; the French one where there is another. */
export function nameOf(field: Field, french = false): string {
  const names: readonly string[] = isNumber(field) ? NUMBERS[field].names : TEXTS[field];
  return (french ? FRENCH[field] : undefined) ?? names[0] ?? field;
}

const FRENCH: Partial<Record<Field, string>> = {
  name: "nom",
  state: "état",
  label: "étiquette",
  system: "système",
  address: "adresse",
  memory: "mémoire",
  disk: "disque",
  load: "charge",
  network: "réseau",
  since: "depuis",
  cores: "cœurs",
};

export function isNumber(field: Field): field is NumberField {
  return field in NUMBERS;
}

export function unitOf(field: NumberField): Unit {
  return NUMBERS[field].unit;
}

/** What `state:` can ask for: a paused host is down as well. */
export type Asked = State | "paused";

const STATE_NAMES: Record<Asked, readonly string[]> = {
  down: ["down", "absente", "absentes", "absent"],
  late: ["late", "retard", "en-retard"],
  expected: ["expected", "attendue", "attendues"],
  up: ["up", "marche", "en-marche", "active", "actives"],
  paused: ["paused", "pause"],
};
const STATE_BY_NAME = new Map(
  (Object.keys(STATE_NAMES) as Asked[]).flatMap((state) => STATE_NAMES[state].map((name): [string, Asked] => [name, state])),
);

export function stateOf(word: string): Asked | undefined {
  return STATE_BY_NAME.get(fold(word));
}

export function stateName(state: Asked, french = false): string {
  return STATE_NAMES[state][french ? 1 : 0] ?? state;
}

/** Every name a state goes by, for completion. */
export const ASKED_STATES = Object.keys(STATE_NAMES) as Asked[];
