/** In which sections a host's charts stand. Pure. */

import type { Group, GroupId } from "./charts";

export type SectionId = "compute" | "flow" | "more";
const SECTIONS: [SectionId, ...GroupId[]][] = [
  ["compute", "cpu", "memory", "load"],
  ["flow", "network", "disk", "filesystem"],
  ["more", "temperature", "paging", "processes"],
];

export interface Section {
  id: SectionId;
  groups: Group[];
}

/** Return the sections that hold anything, in their order. */
export function sectionsOf(groups: readonly Group[]): Section[] {
  return SECTIONS.map(([id, ...own]) => ({ id, groups: groups.filter((group) => own.includes(group.id)) })).filter(
    (section) => section.groups.length > 0,
  );
}
