/** On which hosts an operator may act: asked anew with every connection, for it may have changed. Fetched apart. */

import { effect, type Signal } from "@preact/signals";
import { scopeTest } from "../core/scope";
import type { Api } from "../edge/http";
import type { Host } from "../wire/messages.gen";
import type { Connection } from "./connection";

/** Tells whether a host is within reach of who may run commands. */
export type Reach = (host: Host) => boolean;

/** Keep `reach` what the hub says; returns how to stop. */
export function keepReach(connection: Connection, api: Api, reach: Signal<Reach>): () => void {
  return effect(() => {
    if (connection.phase.value.name !== "live") return;
    void api.session().then(({ scope = [] }) => (reach.value = scopeTest(scope)), () => undefined);
  });
}
