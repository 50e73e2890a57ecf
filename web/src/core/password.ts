/** What the hub takes as a password: told before one is chosen, and checked before it is sent. Pure. */

/** Characters. */
export const SHORTEST_PASSWORD = 10;
/** Bytes of UTF-8. */
export const LONGEST_PASSWORD = 256;
const FEWEST_SIGNS = 3;

export type PasswordFault = "short" | "long" | "login" | "guessed";

/**
 * Return what is wrong with a password, "" when nothing is as far as can be told here: the hub knows which are guessed
 * first. It is looked at in the form in which the hub keeps it (NFKC, RFC 8265 section 4.2).
 */
export function faultOf(password: string, login: string): PasswordFault | "" {
  const chosen = password.normalize("NFKC");
  const signs = Array.from(chosen);
  if (signs.length < SHORTEST_PASSWORD) return "short";
  if (new TextEncoder().encode(chosen).length > LONGEST_PASSWORD) return "long";
  if (chosen.toLowerCase() === login.toLowerCase()) return "login";
  return new Set(signs).size < FEWEST_SIGNS ? "guessed" : "";
}
