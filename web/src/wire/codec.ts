/** Text frames to messages and back. Pure; every bad frame is a BadFrame. */

import type { FromClient, FromHub } from "./messages.gen";

/** What the hub sent is not of this version of the protocol. */
export class BadFrame extends Error {}
/** It is of a kind this page does not know: a newer hub's. Readers skip it. */
export class UnknownKind extends BadFrame {}

type Check = (value: unknown) => boolean;
type Shape = Record<string, { check: Check; optional?: true }>;

const isText: Check = (value) => typeof value === "string";
const isBool: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isRecord: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isTopic: Check = (value) => isText(value) && (value as string).length > 0 && (value as string).length <= 96;
const isKind: Check = (value) => value === "log" || value === "state";
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isHeads: Check = (value) => isRecord(value) && Object.values(value as object).every(isCount);
const isEntries: Check = (value) => Array.isArray(value) && value.every(isEntry);

const text = { check: isText };
const count = { check: isCount };
const topic = { check: isTopic };
const flag = { check: isBool };
const maybe = (check: Check): { check: Check; optional: true } => ({ check, optional: true });

const SHAPES: Record<FromHub["t"], Shape> = {
  welcome: { version: text, connection: text, login: text, role: text, at: count, hub: text },
  sub_ok: {
    topic,
    kind: { check: isKind },
    epoch: text,
    first: count,
    head: count,
    after: count,
    recovered: flag,
    reason: text,
  },
  log: { topic, entries: { check: isEntries } },
  state: {
    topic,
    rev: count,
    set: maybe(isRecord),
    removed: maybe(isTexts),
    reset: maybe(isBool),
    epoch: maybe(isText),
    more: maybe(isBool),
  },
  gap: { topic, from: count, to: count },
  reset: { topic, epoch: text, first: count },
  ack: { id: text, topic, seq: count, epoch: text, at: count, dup: maybe(isBool) },
  nack: {
    id: text,
    code: count,
    name: text,
    message: text,
    retryable: maybe(isBool),
    after_ms: maybe(isCount),
  },
  error: { code: count, name: text, message: text, topic: maybe(isText), id: maybe(isText) },
  beat: { at: count, heads: maybe(isHeads) },
  time_ok: { sent: count, at: count },
  bye: { reason: text, by: maybe(isText) },
};

export function encode(message: FromClient): string {
  return JSON.stringify(message);
}

/** Read one frame of the hub. Throws BadFrame. */
export function decode(frame: string): FromHub {
  const message = parse(frame);
  const tag = message["t"];
  const shape = typeof tag === "string" && owns(SHAPES, tag) ? SHAPES[tag as FromHub["t"]] : undefined;
  if (!shape) throw typeof tag === "string" ? new UnknownKind(tag) : new BadFrame("no such message");
  for (const [name, field] of Object.entries(shape)) {
    if (!owns(message, name)) {
      if (!field.optional) throw new BadFrame(`${String(tag)}.${name} is missing`);
    } else if (!field.check(message[name])) {
      throw new BadFrame(`${String(tag)}.${name} is malformed`);
    }
  }
  for (const name of Object.keys(message)) {
    if (name !== "t" && !owns(shape, name)) throw new BadFrame(`${String(tag)} has no field ${name}`);
  }
  return message as unknown as FromHub;
}

function parse(frame: string): Record<string, unknown> {
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch {
    throw new BadFrame("not JSON");
  }
  if (!isRecord(message)) throw new BadFrame("a message is one JSON object");
  return message as Record<string, unknown>;
}

/** Entries may carry fields of a newer hub: their structs do not forbid unknown ones. */
function isEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entry = value as Record<string, unknown>;
  return (
    isCount(entry["seq"]) &&
    isText(entry["id"]) &&
    isCount(entry["at"]) &&
    isText(entry["by"]) &&
    owns(entry, "body") &&
    (entry["ip"] === undefined || isText(entry["ip"]))
  );
}

function owns(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}
