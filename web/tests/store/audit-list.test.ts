import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuditFilter } from "../../src/core/audit-entry";
import type { AuditPage } from "../../src/edge/audit-http";
import type { Connection, Listener } from "../../src/store/connection";

const asked = vi.hoisted(() => vi.fn<(filter: Partial<AuditFilter>, before: number | null) => Promise<AuditPage>>());
vi.mock("../../src/edge/audit-http", () => ({ fetchAudit: asked }));
const { AuditList } = await import("../../src/store/audit-list");

const EMPTY: AuditPage = { entries: [], more: false, next: null, head: { seq: 0, hash: "" } };

function followed(): { list: InstanceType<typeof AuditList>; audit: Listener } {
  let audit: Listener = {};
  const connection = {
    phase: signal({ name: "live" }),
    follow: (_topic: string, _wanted: unknown, listener: Listener) => {
      audit = listener;
      return () => undefined;
    },
  };
  const list = new AuditList(connection as unknown as Connection);
  return { list, audit };
}

describe("the audit's list", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("window", globalThis);
    asked.mockReset().mockResolvedValue(EMPTY);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is searched for a new filter also when something is written at that moment", async () => {
    const { list, audit } = followed();
    list.narrow({ by: "ann" });
    audit.entries?.([]);
    await vi.runAllTimersAsync();
    const searches = asked.mock.calls.map(([filter]) => filter.by);
    expect(searches.slice(0, 2)).toEqual(["", "ann"]);
    expect(searches).toHaveLength(3); // and what is new is looked at
    list.close();
  });

  it("waits for a moment without a key before it searches", async () => {
    const { list } = followed();
    for (const by of ["a", "an", "ann"]) list.narrow({ by });
    await vi.runAllTimersAsync();
    expect(asked.mock.calls.map(([filter]) => filter.by)).toEqual(["", "ann"]);
    list.close();
  });
});
