import { describe, expect, it } from "vitest";
import { byCpu, byMemory, nearest } from "../../src/core/busiest";
import type { Busiest, BusyProcess } from "../../src/wire/messages.gen";

const AT = 1_800_000_000_000;
const note = (at: number, reason = "minute"): Busiest => ({ kind: "busiest", at: AT + at, reason, processes: [] });
const process = (name: string, cpu: number, memory: number): BusyProcess => ({ name, cpu, memory, user: "", pid: 1 });

describe("who it was", () => {
  it("is told by the minute a moment lies in, though the one before ended nearer", () => {
    const [before, own] = [note(0), note(60_000)];
    expect(nearest([own, before], AT + 5_000)).toBe(own);
    expect(nearest([own, before], AT)).toBe(own);
  });

  it("is told by a spike rather than by the minute around it", () => {
    const [spike, minute] = [note(30_000, "spike"), note(60_000)];
    expect(nearest([minute, spike], AT + 30_500)).toBe(spike);
    expect(nearest([minute, spike], AT + 40_000)).toBe(minute);
  });

  it("is told by a note beside it when its own is missing, and not by one from far away", () => {
    expect(nearest([note(0)], AT + 80_000)).toEqual(note(0));
    expect(nearest([note(0)], AT + 100_000)).toBeNull();
    expect(nearest([], AT)).toBeNull();
  });

  it("is sorted by what one asks about", () => {
    const all = [process("a", 0.1, 900), process("b", 0.9, 100), process("c", 0.1, 950)];
    expect(byCpu(all, 2).map(({ name }) => name)).toEqual(["b", "c"]);
    expect(byMemory(all, 2).map(({ name }) => name)).toEqual(["c", "a"]);
  });
});
