import { describe, expect, it } from "vitest";
import { elsewhere, grown, MOST, newest, withNewer, withOlder, type LogWindow, type Stretch } from "../../src/core/log-window";
import type { Entry } from "../../src/wire/messages.gen";

const all = (): boolean => true;
const even = ({ seq }: Entry): boolean => seq % 2 === 0;

function entry(seq: number): Entry {
  return { seq, id: "", at: seq * 1_000, by: "ann", ip: "", body: { kind: "chat", text: `line ${seq}` } };
}

function stretch(from: number, to: number): Stretch {
  return { entries: Array.from({ length: to - from + 1 }, (_, index) => entry(from + index)), from, to };
}

function seqs(window: LogWindow): number[] {
  return window.entries.map(({ seq }) => seq);
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe("a window on a log", () => {
  it("shows the newest, no more than stay smooth", () => {
    expect(seqs(newest(stretch(1, 2_000), all))).toEqual(numbers(2_001 - MOST, 2_000));
    expect(newest(stretch(5, 9), all)).toMatchObject({ from: 5, to: 9, live: true });
  });

  it("gives up what is newest for what is asked for from further back", () => {
    const before = newest(stretch(1_001, 1_500), all);
    const window = withOlder(before, stretch(901, 1_000), all);
    expect(seqs(window)).toEqual(numbers(901, 900 + MOST));
    expect(window.live).toBe(false);
  });

  it("refuses what does not follow on", () => {
    const window = elsewhere(stretch(500, 600), stretch(2_000, 2_300), all);
    expect(withOlder(window, stretch(300, 400), all)).toBe(window);
    expect(withNewer(window, stretch(700, 800), stretch(2_000, 2_300), all)).toBe(window);
  });

  it("is live again once it has come to what is here", () => {
    const tail = stretch(801, 1_000);
    let window = elsewhere(stretch(500, 600), tail, all);
    expect(window.live).toBe(false);
    window = withNewer(window, stretch(601, 700), tail, all);
    expect(window.live).toBe(false);
    window = withNewer(window, stretch(701, 800), tail, all);
    expect(window).toMatchObject({ to: 1_000, live: true });
    expect(seqs(window)).toEqual(numbers(1_001 - MOST, 1_000));
  });

  it("takes in what comes, and who reads further up keeps what they read", () => {
    const window = newest(stretch(1, MOST), all);
    const atBottom = grown(window, stretch(300, MOST + 10), all, true);
    expect(seqs(atBottom)).toEqual(numbers(11, MOST + 10));
    const reading = grown(window, stretch(300, MOST + 10), all, false);
    expect(seqs(reading)).toEqual(numbers(1, MOST + 10));
    const flooded = grown(window, stretch(300, 3 * MOST), all, false);
    expect(seqs(flooded)).toEqual(numbers(1, 2 * MOST));
    expect(flooded.live).toBe(false);
  });

  it("shows the newest when what is here no longer joins it", () => {
    expect(seqs(grown(newest(stretch(1, 100), all), stretch(500, 600), all, true))).toEqual(numbers(500, 600));
  });

  it("knows how far it reaches though it shows only some", () => {
    const window = withOlder(newest(stretch(101, 200), even), stretch(1, 100), even);
    expect(window).toMatchObject({ from: 1, to: 200 });
    expect(seqs(window)).toEqual(numbers(1, 100).map((number) => 2 * number));
  });

  it("has no hole and no double, whatever is done with it", () => {
    const head = 4_000;
    const tail = stretch(3_001, head);
    let seed = 7;
    const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    let window = newest(tail, all);
    for (let step = 0; step < 2_000; step += 1) {
      const size = 1 + random(150);
      const act = random(4);
      if (act === 0) window = withOlder(window, stretch(Math.max(1, window.from - size), window.from - 1), all);
      else if (act === 1) window = withNewer(window, stretch(window.to + 1, Math.min(head, window.to + size)), tail, all);
      else if (act === 2) window = elsewhere(stretch(1 + random(2_000), 2_000 + random(1_000)), tail, all);
      else if (random(10) === 0) window = newest(tail, all);
      expect(seqs(window)).toEqual(numbers(window.from, window.to));
      if (window.live) expect(window.to).toBe(head);
      if (act < 2) expect(window.entries.length).toBeLessThanOrEqual(MOST);
    }
  });
});
