import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { Axis } from "../../src/store/axis";
import type { Connection, Listener } from "../../src/store/connection";
import { HostView } from "../../src/store/host-view";
import { seconds } from "../../src/store/seconds";
import type { Entry } from "../../src/wire/messages.gen";

const BEGAN = 1_000_000_000;
const COLUMNS = { id: "c", interval_ms: 1_000, columns: [{ name: "system.cpu.load_average.1m", unit: "1" }] };

let now = BEGAN;
let listeners: Map<string, Listener>;
let view: HostView;

/** A second passes, in which a row comes or none does. */
function second(isHeard: boolean): void {
  now += 1_000;
  if (isHeard) {
    const body = { kind: "rows", columns: "c", rows: [[now, 0.5]], backlog: false };
    listeners.get("host/h/samples")?.entries?.([{ seq: 1, at: now, by: "h", body } as unknown as Entry]);
  }
  seconds.value += 1_000;
}

beforeEach(() => {
  now = BEGAN;
  listeners = new Map();
  const connection = {
    phase: signal({ name: "live" }),
    now: () => now,
    follow: (topic: string, _wanted: unknown, listener: Listener) => void listeners.set(topic, listener),
  };
  view = new HostView(connection as unknown as Connection, new Axis(), "h");
  view.axis.pixels.value = 400;
  listeners.get("host/h/stats")?.change?.({ reset: true, set: { columns: COLUMNS }, removed: [] });
});

describe("the picture of a host that is watched live", () => {
  it("ends at the newest row while rows come", () => {
    for (let count = 0; count < 5; count += 1) second(true);
    expect(view.picture.value?.range.to).toBe(now);
  });

  it("moves on when no more rows come: the time without them is to be seen", () => {
    for (let count = 0; count < 5; count += 1) second(true);
    for (let count = 0; count < 20; count += 1) second(false);
    expect(view.picture.value?.range.to).toBe(now);
  });
});
