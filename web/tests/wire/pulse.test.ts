import { describe, expect, it } from "vitest";
import { HubClock } from "../../src/wire/hub-clock";
import { SILENCE_MS } from "../../src/wire/messages.gen";
import { NOW, Play, pub } from "./play";

const HOURS = 3_600_000;

describe("the hub's clock", () => {
  it("is known best from the fastest answer", () => {
    const clock = new HubClock();
    clock.greeted(NOW + 5_000, NOW + 300);
    expect(clock.offset).toBe(4_700);
    clock.answered(NOW, NOW + 5_100, NOW + 400); // 200 ms off at most
    expect(clock.offset).toBe(4_900);
    clock.answered(NOW + 1_000, NOW + 6_010, NOW + 1_020);
    expect(clock.offset).toBe(5_000);
    clock.answered(NOW + 2_000, NOW + 7_000, NOW + 4_000); // two seconds under way: it says nothing new
    expect(clock.offset).toBe(5_000);
  });

  it("tells how late an answer came, on whichever way it was held up", () => {
    const clock = new HubClock();
    clock.answered(NOW, NOW + 10, NOW + 20);
    expect(clock.answered(NOW + 1_000, NOW + 1_010, NOW + 4_000)).toBe(2_990);
  });

  it.each([8 * HOURS, -8 * HOURS])("is found again when this machine's was set by %i ms", (jump) => {
    const clock = new HubClock();
    clock.answered(NOW, NOW + 10, NOW + 20);
    clock.answered(NOW + jump, NOW + 1_010, NOW + jump + 20);
    expect(clock.offset).toBe(1_000 - jump);
    expect(clock.answered(NOW + jump + 1_000, NOW + 2_010, NOW + jump + 1_020)).toBe(10);
  });

  it("is not believed when this machine's was set back between question and answer", () => {
    const clock = new HubClock();
    clock.answered(NOW, NOW + 10, NOW + 20);
    clock.answered(NOW + 1_000, NOW + 1_010, NOW - HOURS);
    expect(clock.offset).toBe(0);
  });
});

describe("how late the hub is", () => {
  it("is asked every few seconds, one question at a time", () => {
    const play = connected();
    expect(probes(play)).toHaveLength(1);
    play.link.tick((play.now += 5_000));
    expect(probes(play.collect())).toHaveLength(1);
    play.hub({ t: "time_ok", sent: play.now - 5_000, at: play.now - 5_000 });
    play.link.tick(play.now);
    expect(probes(play.collect())).toHaveLength(2);
  });

  it("is as long as an answer is overdue, and as late as the last one came", () => {
    const play = connected();
    play.hub({ t: "time_ok", sent: play.now, at: play.now });
    play.link.tick((play.now += 3_000));
    expect(play.link.pulse.behind(play.now + 2_500)).toBe(2_500);
    play.now += 4_000;
    play.hub({ t: "time_ok", sent: play.now - 4_000, at: play.now - 3_900 });
    expect(play.link.pulse.behind(play.now)).toBe(3_900);
  });
});

describe("waking", () => {
  it("makes a new connection at once when the old one was silent too long", () => {
    const play = connected();
    play.now += 8 * HOURS;
    play.link.wake(play.now);
    expect(play.collect().of("open")).toHaveLength(2);
    expect(play.link.phase).toEqual({ name: "connecting", attempt: 2 });
  });

  it("is noticed by a tick that was stopped", () => {
    const play = connected();
    play.link.tick(play.now);
    play.link.tick((play.now += 8 * HOURS));
    expect(play.link.phase.name).toBe("connecting");
  });

  it("has a connection prove itself: one that stays silent is replaced, unanswered publishes go again", () => {
    const play = connected();
    play.link.publish(pub("a"));
    play.collect().sent();
    play.link.tick((play.now += SILENCE_MS / 2));
    play.link.wake(play.now);
    play.link.tick((play.now += 500));
    expect(play.link.phase.name).toBe("live");
    play.link.tick((play.now += 500));
    expect(play.link.phase.name).toBe("connecting");
    play.collect();
    play.connect();
    expect(play.sent().map(({ t }) => t)).toEqual(["pub"]);
  });

  it("leaves a connection that gives any sign of life alone", () => {
    const play = connected();
    play.link.wake((play.now += 30_000));
    play.hub({ t: "beat", at: play.now });
    play.link.tick((play.now += 2_000));
    expect(play.link.phase.name).toBe("live");
  });

  it("waits longer for a connection whose words come late", () => {
    const play = connected();
    play.hub({ t: "time_ok", sent: play.now, at: play.now });
    play.hub({ t: "time_ok", sent: play.now - 4_000, at: play.now - 2_000 });
    play.link.wake(play.now);
    play.link.tick((play.now += 5_000));
    expect(play.link.phase.name).toBe("live");
    play.link.tick((play.now += 1_000));
    expect(play.link.phase.name).toBe("connecting");
  });

  it("ends a delay, however long it is since the clock was set back", () => {
    const play = connected();
    play.cut();
    play.link.wake(play.now);
    expect(play.link.phase.name).toBe("connecting");
    play.cut();
    play.link.tick(play.now - HOURS);
    expect(play.link.phase.name).toBe("connecting");
  });

  it("leaves what ended as it is", () => {
    const play = connected();
    play.cut(4401);
    play.link.wake(play.now + HOURS);
    expect(play.link.phase.name).toBe("ended");
  });
});

function connected(): Play {
  const play = new Play();
  play.link.tick(play.now);
  return play.connect();
}

function probes(play: Play): string[] {
  return play.of("send").flatMap(({ frame }) => (frame.includes('"t":"time"') ? [frame] : []));
}
