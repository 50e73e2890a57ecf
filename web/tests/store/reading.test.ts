import { describe, expect, it } from "vitest";
import { Reading, readKept } from "../../src/store/reading";

describe("how far one has read", () => {
  it("counts nothing as unread before the hub's clock is known, nor what was said before", () => {
    const reading = new Reading("ann");
    expect(reading.of("")).toBe(Infinity);
    reading.begin(100);
    reading.begin(900);
    expect(reading.of("")).toBe(100);
  });

  it("goes forward only, each conversation for itself", () => {
    const reading = new Reading("ann");
    reading.begin(100);
    reading.to("bob", 300);
    reading.to("bob", 200);
    expect([reading.of("bob"), reading.of("")]).toEqual([300, 100]);
  });

  it.each([[undefined], [null], ["x"], [[]], [{ first: "1", until: 3 }], [{ until: { bob: "soon" } }]])("reads %j as nothing kept", (kept) => {
    expect(readKept(kept)).toEqual({ first: Infinity, until: {} });
  });

  it("reads what was kept", () => {
    expect(readKept({ first: 5, until: { bob: 7 } })).toEqual({ first: 5, until: { bob: 7 } });
  });
});
