/** What completion knows: hosts that are up, commands seen in the room, people who are here. */

import { useComputed } from "@preact/signals";
import type { Known } from "../../core/completion";
import { labelsOf } from "../../core/targets";
import type { RoomBody } from "../../wire/messages.gen";
import { useRoom } from "../context";

export function useKnown(): Known {
  const room = useRoom();
  const known = useComputed<Known>(() => {
    const seen = new Set<string>();
    for (const entry of room.main.entries.value) {
      const body = entry.body as RoomBody;
      if (body.kind === "run") seen.add(body.command.split(" ")[0] ?? "");
    }
    return {
      hosts: room.hosts.names.value,
      labels: labelsOf(room.hosts.lines().map((line) => line.host)),
      commands: (host) => [...new Set([...seen, ...(room.allowed.value.get(host) ?? [])])].sort(),
      logins: room.people.present.value.map((one) => one.login).filter((login) => login !== room.session.login),
    };
  });
  return known.value;
}
