/** What the gallery shows: people, words and numbers made up, and as much of a room as parts ask for. */

import { signal } from "@preact/signals";
import type { Variant } from "../core/charts";
import { unbounded, type Points } from "../core/points";
import { Ring } from "../core/ring";
import type { Said } from "../core/timeline";
import type { Room } from "../store/room";

export const NOON = Date.UTC(2026, 4, 1, 12);
export const ME = "camille";
const STEPS = 300; // two seconds each: ten minutes

const PEOPLE = [
  { login: ME, role: "admin", ips: ["192.0.2.4"], away: false },
  { login: "jules", role: "operator", ips: ["192.0.2.9", "2001:db8::9"], away: false },
  { login: "amina", role: "guest", ips: ["192.0.2.31"], away: true },
];

/** No part shown here asks a room for more. */
export const room = {
  session: { login: ME, role: "admin" },
  people: { present: signal(PEOPLE) },
  privates: { partners: signal([]) },
  connection: {},
} as unknown as Room;

const PLAIN = { former: [], reactions: [], deleted: null, reply: "", replySeq: 0 };

function said(seq: number, by: string, text: string, more: Partial<Said> = {}): Said {
  return { ...PLAIN, key: `${seq}`, id: `m${seq}`, seq, at: NOON + seq * 60_000, by, text, ...more };
}

export const SAID: readonly Said[] = [
  said(1, "jules", "The archiver writes to nas-atelier, and that is full:\n```\ndf -h /srv\n```", {
    reactions: [{ emoji: "👍", by: [ME, "amina"] }],
  }),
  said(2, ME, "Looking at it, see https://wiki.example.org/wal-archiving", { reply: "m1", replySeq: 1 }),
  said(3, "jules", "@camille thank you"),
  said(4, "amina", "", { deleted: { by: "amina", at: NOON } }),
];

/** A wave, the same at every visit. */
export function wave(index: number, height: number, phase = 0): number {
  return height * (0.5 + 0.3 * Math.sin(index / 19 + phase) + 0.12 * Math.sin(index / 3.1 + phase * 2));
}

/** Two minutes that end at a share. */
export function ring(newest: number): Ring {
  const numbers = new Ring(120);
  for (let index = 0; index < 119; index += 1) numbers.push(wave(index, newest));
  numbers.push(newest);
  return numbers;
}

const LINES: Variant["lines"] = [
  { label: { word: "used" }, keys: ["used"] },
  { label: { word: "cached" }, keys: ["cached"] },
  { label: { word: "buffers" }, keys: ["buffers"] },
];
export const CHARTS: readonly (readonly [string, Variant])[] = [
  ["CPU", { id: "total", unit: "share", top: 1, lines: [{ label: { word: "used" }, keys: ["cpu"] }] }],
  ["Memory", { id: "used", unit: "bytes", stacked: true, lines: LINES }],
];

export const RANGE = { from: NOON, to: NOON + STEPS * 2_000 };
const GIB = 1024 ** 3;
const column = (height: number, phase: number): (number | null)[] =>
  Array.from({ length: STEPS }, (_, index) => (index > 180 && index < 200 ? null : wave(index, height, phase)));

export const POINTS: Points = {
  at: Array.from({ length: STEPS }, (_, index) => NOON / 1_000 + index * 2),
  step: 2_000,
  columns: new Map([
    ["cpu", unbounded(column(0.9, 0))],
    ["used", unbounded(column(8 * GIB, 1))],
    ["cached", unbounded(column(4 * GIB, 2))],
    ["buffers", unbounded(column(GIB, 3))],
  ]),
};
