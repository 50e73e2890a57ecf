/** Keeps what is not sent yet, and how far one came in each log, over reloads and crashes. Fetched apart. */

import { effect } from "@preact/signals";
import { openDrawer, type Drawer, type Row } from "../edge/drawer";
import { beHere, type Pages } from "../edge/gone";
import type { Position } from "../wire/messages.gen";
import { readOutgoing, type Outgoing } from "../wire/outbox";
import type { Connection } from "./connection";
import type { Conversation } from "./conversation";

export { keepReach } from "./reach";
export { keepTogether } from "./together";
export { talksOf } from "./talks";

interface Kept {
  connection: Connection;
  /** Whose it is. */
  login: string;
  /** This page. */
  instance: string;
  logs: readonly Conversation[];
}

/** Take back what was kept, and keep from now on; returns how to stop. Where nothing can be kept it does nothing. */
export async function keepSafe(kept: Kept): Promise<() => void> {
  try {
    const drawer = await openDrawer();
    return begin(drawer, { ...kept, login: kept.login.toLowerCase() });
  } catch {
    return () => undefined;
  }
}

function begin(drawer: Drawer, kept: Kept): () => void {
  const pages = beHere(kept.instance);
  const waited = new Set([kept.instance]);
  const stops = [
    keepOutgoing(drawer, kept),
    // Again when the hub is back: a page that could not send may be gone by then.
    effect(() => {
      if (kept.connection.phase.value.name !== "connecting") void adopt(drawer, pages, waited, kept).catch(() => undefined);
    }),
    ...kept.logs.map((log) => keepPlace(drawer, kept.login, log)),
    () => pages.close(),
    () => drawer.close(),
  ];
  void drawer.clean(Date.now()).catch(() => undefined);
  return () => stops.forEach((stop) => stop());
}

/** What ends the connection is not kept: it must not be said again by another page. */
function keepOutgoing(drawer: Drawer, { connection, login, instance }: Kept): () => void {
  let known = new Map<string, Outgoing>();
  return effect(() => {
    const items = connection.outgoing.value.filter(({ id }) => !connection.isLast(id));
    const rows = items
      .filter((item) => known.get(item.id) !== item)
      .map((item): Row => ({ id: item.id, login, owner: instance, at: item.at, item }));
    const now = new Map(items.map((item) => [item.id, item]));
    const gone = [...known.keys()].filter((id) => !now.has(id));
    known = now;
    if (rows.length > 0 || gone.length > 0) drawer.write(rows, gone);
  });
}

/** Send what pages could not send that are gone. */
async function adopt(drawer: Drawer, pages: Pages, waited: Set<string>, { connection, login, instance }: Kept): Promise<void> {
  const last = new Map<string, number>();
  for (const { owner, at } of await drawer.rows(login)) last.set(owner, Math.max(at, last.get(owner) ?? 0));
  for (const [owner, at] of last) {
    if (waited.has(owner)) continue;
    waited.add(owner);
    pages.whenGone(owner, at, async () => {
      waited.delete(owner);
      const rows = await drawer.take(login, owner, instance);
      if (rows.length > 0) connection.restore(readOutgoing(rows.map(({ item }) => item)));
    });
  }
}

function keepPlace(drawer: Drawer, login: string, log: Conversation): () => void {
  const name = `${login} ${log.topic}`;
  let stop: () => void = () => undefined;
  let stopped = false;
  const keep = (): void => {
    if (stopped) return;
    stop = effect(() => {
      if (log.place.value) drawer.keepPlace(name, log.place.value);
    });
  };
  void drawer.place(name).then((place) => isPosition(place) && log.resume(place), () => undefined).then(keep);
  return () => {
    stopped = true;
    stop();
  };
}

function isPosition(place: unknown): place is Position {
  const { epoch, number } = (place ?? {}) as Partial<Position>;
  return typeof epoch === "string" && Number.isSafeInteger(number);
}
