/** Patterns as a shell reads them: `*`, `?`, and sets of signs in brackets. Pure. */

const WILD = /[*?[]/;

export function isPattern(text: string): boolean {
  return WILD.test(text);
}

export function globOf(pattern: string): RegExp {
  const source = pattern.replace(/\*+|\?|\[(!?)([^\]\\]+)\]|[^*?[]+|\[/g, (part, not?: string, set?: string) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\^[]/g, "\\$&")}]`;
    return part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    return /^(?!)/; // a set such as [z-a] means nothing
  }
}
