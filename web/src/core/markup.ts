/** What a message is made of: text, code, addresses, people and hosts it names. Pure; nothing else has a meaning. */

import { MENTION } from "./mention";

export type Block = { kind: "text"; spans: Span[] } | { kind: "code"; text: string; language: string };

export type Span =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "link"; text: string; href: string }
  /** `@name`, whoever that is. */
  | { kind: "mention"; text: string; name: string }
  /** `#name`, if there is such a host. */
  | { kind: "host"; text: string; name: string }
  /** An address of this hub's page. */
  | { kind: "place"; text: string; path: string };

const FENCE = /```(?:([\w+#.-]{0,20})\n)?([\s\S]+?)\n?```/g;
const ANY = /[`@#/]/; // without these, a text is a text
const CODE = "(?<![^\\s([{\"'«])`([^`\\n]+)`(?![\\p{L}\\p{N}])";
const ADDRESS = "\\bhttps?://[^\\s<>\"`]+";
const PATH = "(?<![\\p{L}\\p{N}/.:])/(?:run|host)/[\\w%.~-]+(?:\\?[\\w%.~&=+-]*)?";
const HOST = "(?<![\\p{L}\\p{N}#&/])#([\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,62})";
const TOKEN = new RegExp(`${CODE}|(${ADDRESS})|(${PATH})|${MENTION}|${HOST}`, "gu");

/** Read a text; `origin` is where this page comes from. */
export function readMarkup(text: string, origin: string): Block[] {
  if (!ANY.test(text)) return [{ kind: "text", spans: [{ kind: "text", text }] }];
  const blocks: Block[] = [];
  let from = 0;
  const say = (part: string): void => {
    if (part.trim()) blocks.push({ kind: "text", spans: readSpans(part, origin) });
  };
  for (const { 0: whole, 1: language = "", 2: code = "", index = 0 } of text.matchAll(FENCE)) {
    say(text.slice(from, index).replace(/\n$/, ""));
    blocks.push({ kind: "code", text: code, language });
    from = index + whole.length;
    if (text.charAt(from) === "\n") from += 1;
  }
  say(text.slice(from));
  return blocks.length > 0 ? blocks : [{ kind: "text", spans: [{ kind: "text", text }] }];
}

/** Return the addresses of this hub a text names, each once. */
export function placesIn(blocks: readonly Block[], most: number): string[] {
  const found = new Set<string>();
  for (const block of blocks) {
    if (block.kind !== "text") continue;
    for (const span of block.spans) if (span.kind === "place") found.add(span.path);
  }
  return [...found].slice(0, most);
}

function readSpans(text: string, origin: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  const plain = (to: number): void => {
    if (to > from) spans.push({ kind: "text", text: text.slice(from, to) });
  };
  for (const match of text.matchAll(TOKEN)) {
    const span = spanOf(match, origin);
    if (!span) continue;
    const index = match.index;
    plain(index);
    spans.push(span);
    from = index + (span.kind === "code" ? match[0].length : span.text.length);
  }
  plain(text.length);
  return spans;
}

function spanOf([whole, code, address, path, name, host]: RegExpMatchArray, origin: string): Span | null {
  if (code) return { kind: "code", text: code };
  if (address) return linkOf(withoutEnd(address), origin);
  if (path) return { kind: "place", text: withoutEnd(path), path: withoutEnd(path) };
  if (name) return { kind: "mention", text: whole, name };
  if (!host) return null;
  const bare = host.replace(/[._-]+$/, "");
  return { kind: "host", text: `#${bare}`, name: bare };
}

function linkOf(text: string, origin: string): Span | null {
  if (text.startsWith(`${origin}/`)) return { kind: "place", text, path: text.slice(origin.length) };
  return /^https?:\/\/[^/?#]/.test(text) ? { kind: "link", text, href: text } : null;
}

/** What ends the sentence is not of the address, nor a bracket that was opened before it. */
function withoutEnd(address: string): string {
  let text = address;
  for (;;) {
    const shorter = text.replace(/[.,;:!?'"»”’]+$/, "");
    const closes = shorter.endsWith(")") && !shorter.includes("(");
    const next = closes ? shorter.slice(0, -1) : shorter;
    if (next === text) return text;
    text = next;
  }
}
