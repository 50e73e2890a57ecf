/** In which groups a host's facts are told. Pure. */

export const FACT_GROUPS = {
  system: ["os", "system", "release", "kernel", "architecture", "arch", "machine", "hostname", "fqdn", "virtualization", "timezone", "boot"],
  hardware: ["cpu", "cores", "memory", "swap", "disks", "filesystems"],
  network: ["addresses", "ip"],
  agent: ["agent", "version", "python", "psutil", "commands", "shell"],
} as const;
export type FactGroup = keyof typeof FACT_GROUPS | "hub";

export interface GroupedFacts {
  id: FactGroup;
  facts: [name: string, value: string][];
}

/** Return the groups that hold anything; what is known of nowhere else is what the hub says. */
export function groupedFacts(facts: readonly [string, string][]): GroupedFacts[] {
  const ids = Object.keys(FACT_GROUPS) as (keyof typeof FACT_GROUPS)[];
  const groupOf = (name: string): FactGroup => ids.find((id) => (FACT_GROUPS[id] as readonly string[]).includes(name)) ?? "hub";
  const place = (name: string): number => ids.flatMap((id) => [...FACT_GROUPS[id]] as string[]).indexOf(name);
  return [...ids, "hub" as const]
    .map((id) => ({ id, facts: facts.filter(([name]) => groupOf(name) === id).sort(([a], [b]) => place(a) - place(b)) }))
    .filter((group) => group.facts.length > 0);
}
