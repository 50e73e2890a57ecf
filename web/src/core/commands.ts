/** The commands a host says it runs: its fact `commands`, names with commas between. Pure. */

export function commandsOf(facts: ReadonlyMap<string, string>): string[] {
  const said = facts.get("commands") ?? "";
  return said
    .split(/[\s,]+/)
    .filter((name) => name !== "" && name !== "all")
    .sort();
}
