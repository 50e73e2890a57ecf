import { describe, expect, it } from "vitest";
import { CLOSE, PROVEN_MS, SILENCE_MS, WINDOW } from "../../src/wire/messages.gen";
import { entry, NOW, ok, Play, pub } from "./play";

describe("subscriptions", () => {
  it("asks for what was wished before and after the welcome", () => {
    const play = new Play();
    play.link.subscribe("people");
    play.connect();
    play.link.subscribe("room/main", { tail: 5 });
    expect(play.collect().sent()).toEqual([
      { t: "sub", topic: "people" },
      { t: "sub", topic: "room/main", tail: 5 },
    ]);
  });

  it("resumes a log after a cut from the last entry it has", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok({ head: 7, after: 5 })).hub({ t: "log", topic: "room/main", entries: [entry(6), entry(7)] });
    play.cut();
    play.sent();
    play.connect();
    expect(play.sent()).toEqual([{ t: "sub", topic: "room/main", since: { epoch: "e1", number: 7 } }]);
  });

  it("resumes an empty log from its head, so that the first entry is not missed", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok({ first: 1, head: 0 })).cut();
    play.sent();
    play.connect();
    expect(play.sent()).toEqual([{ t: "sub", topic: "room/main", since: { epoch: "e1", number: 0 } }]);
  });

  it("stops at a hole, asks anew from the last good entry and ignores what was on its way", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok()).hub({ t: "log", topic: "room/main", entries: [entry(1)] });
    play.sent();
    play.hub({ t: "log", topic: "room/main", entries: [entry(3)] });
    play.hub({ t: "log", topic: "room/main", entries: [entry(4)] });
    expect(play.of("entries")).toEqual([]);
    expect(play.sent()).toEqual([
      { t: "unsub", topic: "room/main" },
      { t: "sub", topic: "room/main", since: { epoch: "e1", number: 1 } },
    ]);
    play.hub(ok({ reason: "ok", recovered: true, head: 4, after: 1 }));
    play.hub({ t: "log", topic: "room/main", entries: [entry(2), entry(3), entry(4)] });
    expect(play.of("entries")[0]?.entries.map((one) => one.seq)).toEqual([2, 3, 4]);
  });

  it("takes an announced gap for what it is", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok()).hub({ t: "log", topic: "room/main", entries: [entry(1)] });
    play.sent();
    play.hub({ t: "gap", topic: "room/main", from: 2, to: 8 }).hub({ t: "log", topic: "room/main", entries: [entry(9)] });
    expect(play.of("gap")).toEqual([{ do: "gap", topic: "room/main", from: 2, to: 8 }]);
    expect(play.of("entries")[0]?.entries.map((one) => one.seq)).toEqual([9]);
    expect(play.sent()).toEqual([]);
  });

  it.each(["fresh", "epoch", "ahead"])("forgets what it knew when the hub answers %s", (reason) => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok()).hub({ t: "log", topic: "room/main", entries: [entry(1)] }).cut();
    play.connect();
    play.effects.length = 0;
    play.hub(ok({ epoch: "e2", reason, first: 1, head: 40, after: 30 }));
    expect(play.of("forget")).toHaveLength(1);
    play.hub({ t: "log", topic: "room/main", entries: [entry(31), entry(32)] });
    expect(play.of("entries")[0]?.entries.map((one) => one.seq)).toEqual([31, 32]);
  });

  it("finds out from a beat that the end was lost", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok()).hub({ t: "log", topic: "room/main", entries: [entry(1)] });
    play.sent();
    play.hub({ t: "beat", at: NOW, heads: { "room/main": 1 } });
    expect(play.sent()).toEqual([]);
    play.hub({ t: "beat", at: NOW, heads: { "room/main": 2 } });
    expect(play.sent()).toContainEqual({ t: "sub", topic: "room/main", since: { epoch: "e1", number: 1 } });
  });

  it("shows a snapshot only when its last page is there, and resumes by its rev", () => {
    const play = new Play();
    play.link.subscribe("people");
    play.connect().hub(ok({ topic: "people", kind: "state" }));
    play.hub({ t: "state", topic: "people", rev: 3, set: { a: 1 }, reset: true, epoch: "e1", more: true });
    expect(play.of("change")).toEqual([]);
    play.hub({ t: "state", topic: "people", rev: 5, set: { b: 2 } });
    expect(play.of("change")[0]?.change).toEqual({ set: { a: 1, b: 2 }, removed: [], reset: true });
    play.cut();
    play.sent();
    play.connect();
    expect(play.sent()).toEqual([{ t: "sub", topic: "people", since: { epoch: "e1", number: 5 } }]);
  });

  it("never takes a state back to an older rev", () => {
    const play = new Play();
    play.link.subscribe("people");
    play.connect().hub(ok({ topic: "people", kind: "state" }));
    play.hub({ t: "state", topic: "people", rev: 5, set: { a: 1 }, reset: true, epoch: "e1" });
    play.effects.length = 0;
    play.hub({ t: "state", topic: "people", rev: 4, set: { a: 0 } });
    expect(play.of("change")).toEqual([]);
  });

  it("changes its pace without losing its place", () => {
    const play = new Play();
    play.link.subscribe("hosts", { every_ms: 500 });
    play.connect().hub(ok({ topic: "hosts", kind: "state" }));
    play.hub({ t: "state", topic: "hosts", rev: 9, set: {}, reset: true, epoch: "e1" });
    play.sent();
    play.link.pace("hosts", 5_000);
    expect(play.collect().sent()).toEqual([
      { t: "unsub", topic: "hosts" },
      { t: "sub", topic: "hosts", every_ms: 5_000, since: { epoch: "e1", number: 9 } },
    ]);
  });

  it("asks again after a refusal that may pass, and only then", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.link.subscribe("run/1");
    play.connect();
    play.hub({ t: "error", code: 501, name: "busy", message: "", topic: "room/main" });
    play.hub({ t: "error", code: 304, name: "unknown_run", message: "", topic: "run/1" });
    play.sent();
    play.link.tick((play.now += 10_000));
    expect(play.collect().sent()).toEqual([{ t: "sub", topic: "room/main" }]);
  });
});

describe("publishes", () => {
  it("resends what is unanswered after the subscriptions, in order, with the same ids", () => {
    const play = new Play([pub("one")]);
    play.link.subscribe("room/main");
    play.link.publish(pub("two"));
    play.connect();
    const before = play.sent().map((message) => ("id" in message ? message.id : message.t));
    expect(before).toEqual(["sub", "one", "two"]);
    play.hub({ t: "ack", id: "one", topic: "room/main", seq: 1, epoch: "e1", at: NOW }).cut();
    play.sent();
    play.connect();
    expect(play.sent().map((message) => ("id" in message ? message.id : message.t))).toEqual(["sub", "two"]);
  });

  it("has a window of them in flight, and lets one more leave for each answer", () => {
    const made = Array.from({ length: WINDOW + 3 }, (_, i) => `p${i}`);
    const play = new Play(made.map(pub));
    const ids = (): unknown[] => play.sent().map((message) => ("id" in message ? message.id : message.t));
    play.connect();
    expect(ids()).toEqual(made.slice(0, WINDOW));
    play.hub({ t: "ack", id: "p0", topic: "room/main", seq: 1, epoch: "e1", at: NOW });
    play.hub({ t: "nack", id: "p1", code: 106, name: "bad_text", message: "no" });
    expect(ids()).toEqual(made.slice(WINDOW, WINDOW + 2));
    play.cut();
    play.sent();
    play.connect();
    expect(ids()).toEqual(made.slice(2, WINDOW + 2));
    play.hub({ t: "nack", id: "p2", code: 502, name: "too_fast", message: "", retryable: true, after_ms: 9 });
    play.hub({ t: "ack", id: "p3", topic: "room/main", seq: 2, epoch: "e1", at: NOW });
    expect(ids()).toEqual([]);
    play.link.tick((play.now += 9));
    play.collect();
    expect(ids()).toEqual(["p2", ...made.slice(4)]);
  });

  it("counts one the person gave up as in flight until its answer comes", () => {
    const made = Array.from({ length: WINDOW + 1 }, (_, i) => `p${i}`);
    const play = new Play(made.map(pub));
    play.connect();
    play.sent();
    play.link.discard("p0");
    expect(play.collect().sent()).toEqual([]);
    play.hub({ t: "ack", id: "p0", topic: "room/main", seq: 1, epoch: "e1", at: NOW });
    expect(play.sent()).toMatchObject([{ t: "pub", id: made[WINDOW] }]);
    expect(play.of("acked")).toEqual([]);
  });

  it("keeps what was refused for the person, and does not send it again", () => {
    const play = new Play();
    play.connect();
    play.link.publish(pub("one"));
    play.hub({ t: "nack", id: "one", code: 106, name: "bad_text", message: "no" });
    expect(play.link.outbox.all()[0]?.refused).toEqual({ code: 106, message: "no" });
    play.cut();
    play.sent();
    play.connect();
    expect(play.sent()).toEqual([]);
  });

  it("waits as long as a retryable refusal says", () => {
    const play = new Play();
    play.connect();
    play.link.publish(pub("one"));
    play.collect().sent();
    play.hub({ t: "nack", id: "one", code: 502, name: "too_fast", message: "", retryable: true, after_ms: 3_000 });
    play.link.tick(play.now + 2_999);
    expect(play.collect().sent()).toEqual([]);
    play.link.tick(play.now + 3_000);
    expect(play.collect().sent()).toHaveLength(1);
  });
});

describe("coming back", () => {
  it.each([1006, 1012, 4408, 4429])("comes back by itself after %i", (code) => {
    const play = new Play();
    play.connect().cut(code);
    expect(play.link.phase.name).toBe("waiting");
    play.effects.length = 0;
    play.link.tick((play.now += 20_000));
    expect(play.collect().of("open")).toHaveLength(1);
  });

  it.each([1000, 1001, 4400, 4401, 4403, 4409, 4426])("stays away after %i", (code) => {
    const play = new Play();
    play.connect().cut(code);
    play.link.tick((play.now += 3_600_000));
    expect(play.link.phase).toEqual({ name: "ended", code, by: "" });
  });

  it("says who stopped the hub", () => {
    const play = new Play();
    play.connect().hub({ t: "bye", reason: "stop", by: "carol" }).cut(1001);
    expect(play.link.phase).toEqual({ name: "ended", code: 1001, by: "carol" });
  });

  it("waits longer each time, within the bounds, and begins anew after a connection that lived", () => {
    const play = new Play([], 0.999);
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      play.link.start(play.now);
      play.cut();
      if (play.link.phase.name === "waiting") waits.push(play.link.phase.until - play.now);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeLessThanOrEqual(20_000);
    const wait = (): number => (play.link.phase.name === "waiting" ? play.link.phase.until - play.now : NaN);
    play.connect().cut();
    expect(wait()).toBeGreaterThan(10_000);
    play.connect();
    play.now += PROVEN_MS;
    play.hub({ t: "beat", at: play.now }).cut();
    expect(wait()).toBeLessThan(1_000);
  });

  it("takes a minute of silence for a loss", () => {
    const play = new Play();
    play.connect();
    play.link.tick(play.now + SILENCE_MS - 1);
    expect(play.link.phase.name).toBe("live");
    play.link.tick(play.now + SILENCE_MS);
    expect(play.link.phase.name).toBe("waiting");
    expect(play.collect().of("close")).toHaveLength(1);
  });

  it("passes over a kind of message it does not know: a newer hub's", () => {
    const play = new Play();
    play.link.subscribe("room/main");
    play.connect().hub(ok());
    play.link.received('{"t":"novelty","topic":"room/main"}', play.now);
    play.hub({ t: "log", topic: "room/main", entries: [entry(1)] });
    expect(play.link.phase).toEqual({ name: "live" });
    expect(play.of("entries")).toHaveLength(1);
  });

  it("ends on a frame it cannot read: another version speaks", () => {
    const play = new Play();
    play.connect();
    play.link.received('{"t":"ack","novelty":1}', play.now);
    expect(play.link.phase).toEqual({ name: "ended", code: 4426, by: "" });
  });
});

describe("another role", () => {
  const opened = (play: Play): number => play.of("open").length;

  it("is fetched at once, and is no reason to wait longer afterwards", () => {
    const play = new Play().connect();
    play.cut(CLOSE.RENEWED);
    expect(opened(play)).toBe(2);
    expect(play.link.phase).toEqual({ name: "connecting", attempt: 1 });
  });

  it("that comes over and over is fetched with a delay", () => {
    const play = new Play().connect().cut(CLOSE.RENEWED).connect();
    play.now += PROVEN_MS - 1;
    play.cut(CLOSE.RENEWED);
    expect([opened(play), play.link.phase.name]).toEqual([2, "waiting"]);
    play.now += 1;
    play.connect().cut(CLOSE.RENEWED);
    expect(opened(play)).toBe(4);
  });
});
