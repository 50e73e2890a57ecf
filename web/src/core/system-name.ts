/** An operating system's name, short enough for a column. Pure. */

/** Return `Debian 13` for `Debian GNU/Linux 13 (trixie)`: without the family all have, and without code names. */
export function shortSystem(name: string): string {
  return name.replace(/ GNU\/Linux\b/, "").replace(/\s*\([^)]*\)\s*$/, "") || name;
}
