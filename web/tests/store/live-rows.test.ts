import { describe, expect, it } from "vitest";
import type { Range } from "../../src/core/time-range";
import type { Connection, Listener } from "../../src/store/connection";
import { LiveRows } from "../../src/store/live-rows";
import type { Entry } from "../../src/wire/messages.gen";

const COLUMNS = { id: "c", interval_ms: 1_000, columns: [{ name: "load", unit: "1" }] };
const ALL = { from: 0, to: Infinity };

/** What follows the samples of a host, with columns it knows; `late` collects what it was told of. */
function follow(): { rows: LiveRows; samples: Listener; late: Range[] } {
  const listeners = new Map<string, Listener>();
  const connection = { follow: (topic: string, _wanted: unknown, listener: Listener) => void listeners.set(topic, listener) };
  const rows = new LiveRows(connection as unknown as Connection, "h");
  listeners.get("host/h/stats")?.change?.({ reset: true, set: { columns: COLUMNS }, removed: [] });
  const late: Range[] = [];
  rows.onLate((range) => late.push(range));
  return { rows, samples: listeners.get("host/h/samples") ?? {}, late };
}

function entry(times: number[], backlog = false): Entry {
  const body = { kind: "rows", columns: "c", rows: times.map((at) => [at, 1]), backlog };
  return { seq: 1, at: 9_000, by: "h", body } as unknown as Entry;
}

describe("rows that come live", () => {
  it("tell of which time late ones are", () => {
    const { samples, late } = follow();
    samples.forget?.();
    samples.entries?.([entry([8_000]), entry([3_000, 1_000, 2_000], true)]);
    expect(late).toEqual([{ from: 1_000, to: 3_000 }]);
  });

  it("are complete from the first that came on", () => {
    const { rows, samples } = follow();
    expect(rows.complete).toBe(Infinity);
    samples.forget?.();
    samples.entries?.([entry([8_000])]);
    expect([rows.complete, rows.newest]).toEqual([9_000, 8_000]);
  });

  it("make nothing void as they begin", () => {
    const { samples, late } = follow();
    samples.forget?.();
    expect(late).toEqual([]);
  });

  it("make void what was known, when some are lost or the hub is another: late ones may be among them", () => {
    const { rows, samples, late } = follow();
    samples.forget?.();
    samples.entries?.([entry([8_000])]);
    samples.gap?.(2, 300);
    expect(late).toEqual([ALL]);
    samples.forget?.();
    expect(late).toEqual([ALL, ALL]);
    expect([rows.complete, rows.newest]).toEqual([Infinity, 0]);
  });
});
