/** What a line typed into the room means. Pure; the hub has the last word on every one. */

import { actionOf } from "./action";
import { readCommand } from "./command-line";
import { splitTargets } from "./targets";
import { splitWords } from "./words";

export type Saying =
  | { kind: "nothing" }
  | { kind: "chat"; text: string }
  | { kind: "run"; hosts: string[]; command: string }
  | { kind: "private"; login: string; text: string }
  | { kind: "bye" }
  | { kind: "stop" }
  | { kind: "wrong"; why: Slip };

export type Slip = "usage-run" | "usage-msg" | "usage-me" | "unknown" | "quote";

const FAREWELLS = ["bye", "fin", "stop", "/bye", "/quit", "/exit"];
const STOPS = ["arret", "arrêt", "/arret", "/arrêt"];
const FOLDER = /^\/(bin|boot|dev|etc|home|lib\d*|media|mnt|opt|proc|root|sbin|srv|sys|tmp|usr|var)\b/;
export const COMMANDS = ["run", "msg", "me", "bye", "arret"] as const;

export function readSaying(line: string): Saying {
  const text = line.trim();
  const folded = text.toLowerCase();
  if (text === "") return { kind: "nothing" };
  if (FAREWELLS.includes(folded)) return { kind: "bye" };
  if (STOPS.includes(folded)) return { kind: "stop" };
  if (!text.startsWith("/") || text.startsWith("//")) {
    return { kind: "chat", text: text.startsWith("//") ? text.slice(1) : text };
  }
  if (/^\/run(\s|$)/i.test(text)) return readRun(text.slice(4));
  if (/^\/msg(\s|$)/i.test(text)) return readPrivate(text.slice(4).trim());
  // The hub knows no /me: who reads it sees what it means.
  if (/^\/me(\s|$)/i.test(text)) return actionOf(text) ? { kind: "chat", text } : { kind: "wrong", why: "usage-me" };
  // A path such as /etc/fstab or /srv is something one says, another lone /word is a slip.
  return text.indexOf("/", 1) > 0 || FOLDER.test(text) ? { kind: "chat", text } : { kind: "wrong", why: "unknown" };
}

function readRun(rest: string): Saying {
  const [, where = "", line = ""] = /^\s*(\S+)\s+([\s\S]+)$/.exec(rest) ?? [];
  if (splitWords(line).open) return { kind: "wrong", why: "quote" };
  const hosts = splitTargets(where);
  const command = readCommand(line)?.command;
  return hosts.length > 0 && command ? { kind: "run", hosts, command } : { kind: "wrong", why: "usage-run" };
}

function readPrivate(rest: string): Saying {
  const found = /^@?(\S+)\s+([\s\S]+)$/.exec(rest);
  if (!found?.[1] || !found[2]) return { kind: "wrong", why: "usage-msg" };
  return { kind: "private", login: found[1], text: found[2] };
}
