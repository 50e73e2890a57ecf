/** Keys and what is meant by pressing them: as `Action.keys` writes them. Pure. */

/** What a keyboard event says of a press. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** Some layouts need AltGr for `[` or `/`; browsers then say Ctrl and Alt as well. */
  altGraph: boolean;
}

/** How long the second key of two may take, in ms. */
export const NEXT_KEY_MS = 1_500;

const NAMES: Record<string, string> = { Escape: "Esc", " ": "Space" };

/** Write a press down: "c", "?", "Esc", "Ctrl+K" (Cmd+K too). "" for keys that the browser or the system may want. */
export function written({ key, ctrlKey, altKey, metaKey, altGraph }: Press): string {
  const name = NAMES[key] ?? key;
  if (altGraph) return name;
  if (altKey || (ctrlKey && metaKey)) return "";
  return ctrlKey || metaKey ? `Ctrl+${name.toUpperCase()}` : name;
}

/** Whether these keys are characters alone, which people who dictate or tremble may want to be without (WCAG 2.1.4). */
export function isCharacter(keys: string): boolean {
  return keys.split(" ").every((key) => /^.$/u.test(key));
}

/** Follows presses, one after the other. */
export class KeySequence {
  private begun = "";
  private at = -Infinity;

  /** Take a press at a time in ms; return which of the known keys it completes, or null. */
  press(key: string, at: number, known: readonly string[]): string | null {
    const both = this.begun && at - this.at <= NEXT_KEY_MS ? `${this.begun} ${key}` : "";
    this.begun = "";
    if (both && known.includes(both)) return both;
    if (known.includes(key)) return key;
    if (known.some((keys) => keys.startsWith(`${key} `))) {
      this.begun = key;
      this.at = at;
    }
    return null;
  }
}
