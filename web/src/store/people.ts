/** Who is in the room: one line a login, however many windows they have open. */

import { computed, signal } from "@preact/signals";
import { merged } from "../core/merged";
import type { Person } from "../wire/messages.gen";
import { PEOPLE } from "../wire/messages.gen";
import type { Connection } from "./connection";

export interface Present {
  login: string;
  role: string;
  ips: string[];
  since: number;
  away: boolean;
}

export class People {
  private readonly connections = signal<ReadonlyMap<string, Person>>(new Map());

  readonly present = computed(() => byLogin([...this.connections.value.values()]));

  constructor(private readonly connection: Connection) {}

  start(): void {
    this.connection.follow(PEOPLE, {}, {
      change: (change) => (this.connections.value = merged(this.connections.value, change, (person) => person as Person)),
    });
  }
}

export function byLogin(people: readonly Person[]): Present[] {
  const found = new Map<string, Present>();
  for (const person of people) {
    const known = found.get(person.login);
    if (!known) {
      const { login, role, since } = person;
      found.set(login, { login, role, since, ips: [person.ip], away: person.away ?? false });
      continue;
    }
    if (!known.ips.includes(person.ip)) known.ips.push(person.ip);
    known.since = Math.min(known.since, person.since);
    known.away = known.away && (person.away ?? false);
  }
  return [...found.values()].sort((a, b) => a.login.localeCompare(b.login));
}
