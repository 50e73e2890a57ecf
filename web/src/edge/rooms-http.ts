/** Rooms, and what was said in them, over HTTP. Failures are ApiErrors. */

import type { Room } from "../wire/messages.gen";
import { call } from "./http";

export interface TalkQuestion {
  text: string;
  /** A topic; "" for all one may read. */
  topic: string;
  by: string;
  /** Milliseconds since 1970 UTC. */
  from?: number | undefined;
  to?: number | undefined;
}

export interface FoundPart {
  text: string;
  hit: boolean;
}

export interface Found {
  topic: string;
  seq: number;
  id: string;
  at: number;
  by: string;
  ip: string;
  kind: "chat" | "run";
  /** The run's identity, "" for a message. */
  run: string;
  text: string;
  parts: FoundPart[];
}

/** Newest first; `next` leads to what is older, "" at the end. */
export interface FoundPage {
  found: Found[];
  next: string;
}

export function createRoom(name: string, title: string): Promise<Room> {
  return call("POST", "/api/rooms", { name, title });
}

export function renameRoom(name: string, title: string): Promise<Room> {
  return call("PATCH", `/api/rooms/${encodeURIComponent(name)}`, { title });
}

export function searchTalk(asked: TalkQuestion, before: string, limit: number, signal: AbortSignal): Promise<FoundPage> {
  const query = new URLSearchParams({ text: asked.text, limit: String(limit) });
  for (const name of ["topic", "by"] as const) if (asked[name]) query.set(name, asked[name]);
  for (const name of ["from", "to"] as const) if (asked[name] !== undefined) query.set(name, asked[name].toFixed(0));
  if (before) query.set("before", before);
  return call("GET", `/api/search?${query.toString()}`, undefined, signal);
}
