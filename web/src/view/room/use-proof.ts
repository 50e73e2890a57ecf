/** What the hub did not take for want of a proof is sent again once the person gave it, or taken back. */

import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { PROOF_NEEDED } from "../../core/error-code";
import { askProof } from "../../edge/proof";
import { newId } from "../../edge/random";
import type { Connection } from "../../store/connection";
import type { Outgoing } from "../../wire/outbox";

export function useProof(connection: Connection): void {
  useEffect(() => {
    const asked = new Set<string>();
    return effect(() => {
      for (const item of connection.outgoing.value) {
        if (item.refused?.code !== PROOF_NEEDED || asked.has(item.id)) continue;
        asked.add(item.id);
        void sendAgain(connection, item);
      }
    });
  }, [connection]);
}

async function sendAgain(connection: Connection, item: Outgoing): Promise<void> {
  const isLast = connection.isLast(item.id);
  const isProved = await askProof();
  connection.discard(item.id);
  if (!isProved) return;
  const at = connection.now();
  const again = { topic: item.topic, id: newId(at), body: item.body, at };
  if (isLast) connection.publishLast(again);
  else connection.publish(again);
}
