/** What a deed's detail says, taken apart so that it can be said in another language. Pure. */

const WORDS = ["disabled", "enabled", "reset", "deleted", "removed", "resumed", "renamed", "labeled", "revoked", "clone", "scope"] as const;

export type Detail =
  | { say: "added"; role: string }
  | { say: "role"; from: string; to: string }
  | { say: (typeof WORDS)[number] }
  | { say: "other"; text: string };

export function readDetail(detail: string): Detail {
  const added = /^added as (\w+)$/.exec(detail);
  if (added?.[1]) return { say: "added", role: added[1] };
  const [, from, to] = /^role (\w+) -> (\w+)$/.exec(detail) ?? [];
  if (from && to) return { say: "role", from, to };
  if (/^paused: clone$/.test(detail)) return { say: "clone" };
  const word = WORDS.find((one) => one === detail);
  return word ? { say: word } : { say: "other", text: detail };
}
