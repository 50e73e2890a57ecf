import { beforeEach, describe, expect, it, vi } from "vitest";

type Budget = typeof import("../../src/edge/frame-budget");

let now = 0;
let frames: ((now: number) => void)[] = [];
let scroll: () => void = () => undefined;
let budget: Budget;

/** Run what asked for the next frame, 16 ms later, then what that had drawn. */
async function frame(): Promise<void> {
  now += 16;
  const due = frames;
  frames = [];
  for (const act of due) act(now);
  await Promise.resolve();
}

beforeEach(async () => {
  now = 1_000;
  frames = [];
  vi.stubGlobal("performance", { now: () => now });
  vi.stubGlobal("requestAnimationFrame", (act: (now: number) => void) => frames.push(act));
  vi.stubGlobal("document", { addEventListener: (_: string, listen: () => void) => (scroll = listen) });
  vi.resetModules();
  budget = await import("../../src/edge/frame-budget");
});

/** Draw things of 2 ms each until there is no time any more; return how many. */
function drawn(): number {
  let count = 0;
  while (budget.isTime()) [now, count] = [now + 2, count + 1];
  return count;
}

describe("the time of a frame", () => {
  it("is used up, and there again in the next frame", async () => {
    expect(drawn()).toBe(4);
    expect(drawn()).toBe(0);
    await frame();
    expect(drawn()).toBe(4);
  });

  it("is less while one scrolls", () => {
    scroll();
    expect(drawn()).toBe(2);
  });

  it("is whole again when one scrolls no more", async () => {
    scroll();
    drawn();
    for (let count = 0; count < 10; count += 1) await frame();
    expect(drawn()).toBe(4);
  });
});

describe("what waits for its turn", () => {
  it("is called once each, in order, over frames that are not too long", async () => {
    const called: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      budget.inTurn(() => {
        called.push(index);
        now += 1;
      });
    }
    const perFrame: number[] = [];
    while (called.length < 100) {
      const before = called.length;
      await frame();
      perFrame.push(called.length - before);
    }
    expect(called).toEqual([...Array(100).keys()]);
    expect(Math.max(...perFrame)).toBe(8);
    await frame();
    expect(called).toHaveLength(100);
  });

  it("goes faster where it costs little, and one by one where it costs much", async () => {
    let called = 0;
    for (let index = 0; index < 60; index += 1) budget.inTurn(() => void (called += 1));
    await frame();
    await frame();
    expect(called).toBe(60);
    for (let index = 0; index < 200; index += 1) budget.inTurn(() => void ([now, called] = [now + 50, called + 1]));
    await frame();
    const before = called;
    await frame();
    expect(called).toBe(before + 1);
  });

  it("is not called when it was given up", async () => {
    const act = vi.fn();
    budget.inTurn(act)();
    await frame();
    expect(act).not.toHaveBeenCalled();
  });
});
