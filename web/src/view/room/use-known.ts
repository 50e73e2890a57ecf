/** What completion knows: hosts that are up, commands seen in the room, people who are here. */

import { useComputed } from "@preact/signals";
import type { Known } from "../../core/completion";
import { isUp, labelsOf, namesOf } from "../../core/targets";
import type { RoomBody } from "../../wire/messages.gen";
import type { Room } from "../../store/room";
import { useRoom } from "../context";

export function useKnown(): Known {
  const room = useRoom();
  const known = useComputed<Known>(() => {
    const seen = new Set<string>();
    for (const entry of room.main.entries.value) {
      const body = entry.body as RoomBody;
      if (body.kind === "run") seen.add(body.command.split(" ")[0] ?? "");
    }
    const outside = outsideOf(room);
    const hosts = room.hosts.lines().map((line) => line.host);
    return {
      hosts: [...namesOf(hosts).filter((name) => !outside.has(name)), ...outside],
      labels: labelsOf(hosts),
      commands: (host) => [...new Set([...seen, ...(room.allowed.value.get(host) ?? [])])].sort(),
      logins: room.people.present.value.map((one) => one.login).filter((login) => login !== room.session.login),
    };
  });
  return known.value;
}

/** Return the names of the hosts that are there and out of this person's reach. */
export function outsideOf(room: Room): ReadonlySet<string> {
  const reach = room.reach.value;
  const hosts = room.hosts.lines().map((line) => line.host);
  return new Set(hosts.filter((host) => isUp(host) && !reach(host)).map((host) => host.name));
}
