import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { actions, explain, keyHints, register, type Action } from "../../src/store/actions";

const action = (id: string, rest: Partial<Action> = {}): Action => ({ id, title: id, group: "Page", run: () => undefined, ...rest });
const ids = (): string[] => actions().map(({ id }) => id);

describe("the actions of the page", () => {
  it("are there while a part offers them, those of who came last first", () => {
    const stop = register(() => [action("sort")]);
    const stopToo = register(() => [action("zoom")]);
    expect(ids()).toEqual(["zoom", "sort"]);
    stop();
    expect(ids()).toEqual(["zoom"]);
    stopToo();
    expect(ids()).toEqual([]);
  });

  it("are asked anew each time", () => {
    const open = signal(false);
    const stop = register(() => [action(open.value ? "close" : "open")]);
    expect(ids()).toEqual(["open"]);
    open.value = true;
    expect(ids()).toEqual(["close"]);
    stop();
  });

  it("replace one another by their id", () => {
    const stops = [register(() => [action("seek", { title: "anywhere" })]), register(() => [action("seek", { title: "here" })])];
    expect(actions().map(({ title }) => title)).toEqual(["here"]);
    stops.forEach((stop) => stop());
  });
});

it("keys that parts handle themselves are explained while these are drawn", () => {
  const stop = explain(() => [{ keys: "+", title: "Zoom in", group: "Charts" }]);
  expect(keyHints().map(({ keys }) => keys)).toEqual(["+"]);
  stop();
  expect(keyHints()).toEqual([]);
});
