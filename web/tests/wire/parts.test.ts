import { describe, expect, it } from "vitest";
import { delay, LONGEST_MS, SHORTEST_MS } from "../../src/wire/backoff";
import { uuid7 } from "../../src/wire/ids";
import { Outbox } from "../../src/wire/outbox";

describe("uuid7", () => {
  it("begins with the time and carries version and variant", () => {
    const id = uuid7(0x017f22e279b0, new Uint8Array(10).fill(0xff));
    expect(id).toBe("017f22e2-79b0-7fff-bfff-ffffffffffff");
  });

  it("sorts by time", () => {
    const random = new Uint8Array(10);
    expect(uuid7(1_000, random) < uuid7(2_000, random)).toBe(true);
  });
});

describe("backoff", () => {
  it("stays within the bounds whatever the dice say", () => {
    for (let attempt = 1; attempt < 2_000; attempt += 1) {
      expect(delay(attempt, 0)).toBe(SHORTEST_MS);
      expect(delay(attempt, 0.9999)).toBeLessThanOrEqual(LONGEST_MS);
    }
  });
});

describe("outbox", () => {
  it("gives one up when told so", () => {
    const item = { topic: "room/main", id: "a", body: {}, at: 1 };
    const outbox = new Outbox([item]);
    outbox.remove("a");
    expect(outbox.all()).toEqual([]);
  });
});
