/** Which hosts are meant by names, patterns (`web-*`), labels (`role=db`) and `all`. Pure; the hub decides. */

import type { Host } from "../wire/messages.gen";
import { globOf, isPattern } from "./glob";

const EVERYTHING = ["all", "*"];

/** What words mean now. */
export interface Meant {
  /** They would get it at once. */
  up: Host[];
  down: Host[];
  /** Words that mean no host. */
  nothing: string[];
}

/** Cut a list of hosts as people type it: by commas and spaces. */
export function splitTargets(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

export function meantBy(words: readonly string[], hosts: readonly Host[]): Meant {
  const meant = new Set<Host>();
  const nothing: string[] = [];
  for (const word of words) {
    const found = hosts.filter(hostTest(word));
    if (found.length === 0) nothing.push(word);
    for (const host of found) meant.add(host);
  }
  const found = hosts.filter((host) => meant.has(host));
  return { up: found.filter(isUp), down: found.filter((host) => !isUp(host)), nothing };
}

/** Return the labels of a fleet as `name=value`, in order. */
export function labelsOf(hosts: Iterable<Host>): string[] {
  const labels = new Set<string>();
  for (const host of hosts) for (const [name, value] of Object.entries(host.labels ?? {})) labels.add(`${name}=${value}`);
  return [...labels].sort();
}

/** Return the names of the hosts that are there, for completion. */
export function namesOf(hosts: readonly Host[]): string[] {
  return hosts.filter(isUp).map((host) => host.name).sort();
}

/** Tell whether a host would get at once what is asked of it. */
export function isUp(host: Host): boolean {
  return host.status === "up" || host.status === "late";
}

/** Return what tells whether a word means a host. */
export function hostTest(word: string): (host: Host) => boolean {
  if (EVERYTHING.includes(word)) return isUp;
  const at = word.indexOf("=");
  if (at >= 0) {
    const pattern = globOf(word.slice(at + 1));
    return (host) => {
      const value = new Map(Object.entries(host.labels ?? {})).get(word.slice(0, at));
      return value !== undefined && pattern.test(value);
    };
  }
  if (isPattern(word)) {
    const pattern = globOf(word);
    return (host) => pattern.test(host.name) || pattern.test(host.id);
  }
  const folded = word.toLowerCase();
  return (host) => host.id === word || host.name.toLowerCase() === folded;
}
