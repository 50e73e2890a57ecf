/** `@login` in what is said. Pure. */

const LOGIN = "[A-Za-z0-9][A-Za-z0-9._-]{0,31}";
const CODE = /```[\s\S]*?```|`[^`\n]+`/g;
/** A login may hold dots, but a sentence may end in one too. */
const SENTENCE_END = /[._-]+$/;

export const MENTION = `(?<![\\p{L}\\p{N}@._/-])@(${LOGIN})(?![\\p{L}\\p{N}])`;

/** Tell whether a text speaks to `login`; what stands in code does not. */
export function isMentioned(text: string, login: string): boolean {
  if (!text.includes("@")) return false;
  const me = login.toLowerCase();
  for (const [, name = ""] of text.replace(CODE, " ").matchAll(new RegExp(MENTION, "gu"))) {
    const said = name.toLowerCase();
    if (said === me || said.replace(SENTENCE_END, "") === me) return true;
  }
  return false;
}

/** Return the login a mention means among those that are known, "" for none. */
export function loginMeant(name: string, isKnown: (login: string) => boolean): string {
  if (isKnown(name)) return name;
  const short = name.replace(SENTENCE_END, "");
  return isKnown(short) ? short : "";
}
