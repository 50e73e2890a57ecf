/** What arrives between a subscription and its answer belongs to the one before. */

import { describe, expect, it } from "vitest";
import type { FromHub } from "../../src/wire/messages.gen";
import { entry, NOW, ok, Play } from "./play";

describe("answers to subscriptions that overtook each other", () => {
  const line = (...seqs: number[]): FromHub => ({ t: "log", topic: "room/main", entries: seqs.map(entry) });

  it("takes nothing of a subscription that was given up for one that followed it", () => {
    const play = new Play();
    play.connect();
    play.link.subscribe("room/main");
    play.link.unsubscribe("room/main");
    play.link.subscribe("room/main", { tail: 2 });
    play.collect().hub(ok({ head: 9 })).hub(line(1, 2, 3));
    expect(play.of("entries")).toEqual([]);
    expect(play.of("forget")).toEqual([]);
    play.hub(ok({ head: 9, after: 7 })).hub(line(8, 9));
    expect(play.of("entries").map(({ entries }) => entries.map((one) => one.seq))).toEqual([[8, 9]]);
  });

  it("takes nothing between a change of pace and its answer, however often the pace changed", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok()).hub(line(1));
    play.link.pace("room/main", 5_000);
    play.link.pace("room/main", 0);
    play.effects.length = 0;
    play.collect().hub(line(2)).hub(ok({ recovered: true, reason: "ok", head: 2, after: 1 })).hub(line(2));
    expect(play.of("entries")).toEqual([]);
    play.hub(ok({ recovered: true, reason: "ok", head: 2, after: 1 })).hub(line(2));
    expect(play.of("entries")).toHaveLength(1);
    expect(play.of("forget")).toEqual([]);
  });

  it("waits for the answers of this connection only", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().cut();
    play.connect().hub(ok()).hub(line(1));
    expect(play.of("entries")).toHaveLength(1);
  });

  it("does not take the refusal of an unsub for the answer to a sub", () => {
    const play = new Play();
    play.link.subscribe("run/1");
    play.connect().hub({ t: "error", code: 304, name: "unknown_run", message: "", topic: "run/1" });
    play.link.pace("run/1", 5_000);
    play.collect().hub({ t: "error", code: 202, name: "not_subscribed", message: "", topic: "run/1" });
    play.hub({ t: "log", topic: "run/1", entries: [entry(4)] });
    expect(play.of("entries")).toEqual([]);
    play.hub(ok({ topic: "run/1", head: 1 })).hub({ t: "log", topic: "run/1", entries: [entry(1)] });
    expect(play.of("entries")).toHaveLength(1);
  });

  it("compares no beat with a replica whose subscription is not answered", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok()).hub(line(1));
    play.link.pace("room/main", 5_000);
    play.collect().sent();
    play.hub({ t: "beat", at: NOW, heads: { "room/main": 7 } });
    expect(play.sent()).toEqual([]);
  });
});
