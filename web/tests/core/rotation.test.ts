import { describe, expect, it } from "vitest";
import { heldUntil, isHeld, progress, released, started, ticked, turned } from "../../src/core/rotation";

const LENGTH = 20_000;

describe("a screen's turns", () => {
  it("come one after the other, and round again", () => {
    let rotation = started(0);
    const seen = [];
    for (let now = 0; now <= 3 * LENGTH; now += LENGTH) {
      rotation = ticked(rotation, 3, LENGTH, now);
      seen.push(rotation.at);
    }
    expect(seen).toEqual([0, 1, 2, 0]);
  });

  it("do not come early, and of one view there are none", () => {
    expect(ticked(started(0), 3, LENGTH, LENGTH - 1).at).toBe(0);
    expect(ticked(started(0), 1, LENGTH, 5 * LENGTH)).toEqual(started(0));
  });

  it("go both ways by hand, and begin anew", () => {
    expect(turned(started(0), -1, 3, 500)).toEqual({ at: 2, began: 500, held: 0 });
    expect(turned(started(0), 4, 3, 500).at).toBe(1);
  });

  it("wait while somebody holds the view, then begin anew", () => {
    const held = heldUntil(started(0), 60_000);
    expect([isHeld(held, 59_999), isHeld(held, 60_000)]).toEqual([true, false]);
    expect(ticked(held, 3, LENGTH, 59_999)).toBe(held);
    expect(ticked(held, 3, LENGTH, 60_000)).toEqual({ at: 0, began: 60_000, held: 0 });
    expect(heldUntil(held, 30_000).held).toBe(60_000);
    expect(released(heldUntil(started(0), Infinity), 7)).toEqual({ at: 0, began: 7, held: 0 });
  });

  it("show how far they are", () => {
    expect([0, 5_000, 90_000].map((now) => progress(started(0), LENGTH, now))).toEqual([0, 0.25, 1]);
  });
});
