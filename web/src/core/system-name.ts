/** An operating system's name, short enough for a column. Pure. */

/**
 * Return `Debian 13` for `Debian GNU/Linux 13 (trixie)`, `Ubuntu 24.04` for `Ubuntu 24.04.3 LTS`: without the family all
 * have, without code names, and without how well an edition is looked after.
 */
export function shortSystem(name: string): string {
  return name.replace(/ GNU\/Linux\b/, "").replace(/\s*\([^)]*\)\s*$/, "").replace(/(\d+\.\d+)(\.\d+)? LTS$/, "$1") || name;
}
