import { describe, expect, it } from "vitest";
import { placesOf } from "../../src/core/digest";
import { HostOutput, KEPT_HEAD, KEPT_TAIL } from "../../src/core/host-output";
import { FoundCount } from "../../src/core/found-count";
import { plainLines, plainText } from "../../src/core/output-lines";
import type { RunOutput } from "../../src/wire/messages.gen";
import { forSeeds, type Chance } from "./chance";

const PLACES = placesOf(0.3, 0.8);
const encoder = new TextEncoder();

/** Tell a text in pieces of bytes, some as text and some as base64, as agents do. */
function tell(output: HostOutput, stream: "out" | "err", text: string, chance: Chance): void {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.slice(at, at + 1 + chance.below(9));
    output.wrote(bodyOf(stream, at, piece));
    at += piece.length;
  }
}

function bodyOf(stream: string, offset: number, bytes: Uint8Array): RunOutput {
  try {
    return { kind: "output", stream, offset, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "output", stream, offset, base64: btoa(String.fromCharCode(...bytes)) };
  }
}

describe("the digest of an output", () => {
  it("is the same however the bytes were cut, and another for other bytes", () => {
    forSeeds(200, (chance) => {
      const text = chance.many(60, () => chance.one(["a", "é", "👋", "\n", " "])).join("") + "end";
      const [one, other, third] = [new HostOutput(PLACES), new HostOutput(PLACES), new HostOutput(PLACES)];
      tell(one, "out", text, chance);
      tell(other, "out", text, chance);
      tell(third, "out", text.slice(0, -1) + chance.one(["D", "é", ""]), chance);
      expect(other.digest).toBe(one.digest);
      expect(third.digest).not.toBe(one.digest);
      expect(plainText(one.pieces())).toBe(plainText(other.pieces()));
    });
  });

  it("tells a stream from the other, and their mixture does not matter", () => {
    const [one, other, swapped] = [new HostOutput(PLACES), new HostOutput(PLACES), new HostOutput(PLACES)];
    one.wrote({ kind: "output", stream: "out", offset: 0, text: "a" });
    one.wrote({ kind: "output", stream: "err", offset: 0, text: "b" });
    other.wrote({ kind: "output", stream: "err", offset: 0, text: "b" });
    other.wrote({ kind: "output", stream: "out", offset: 0, text: "a" });
    swapped.wrote({ kind: "output", stream: "out", offset: 0, text: "b" });
    swapped.wrote({ kind: "output", stream: "err", offset: 0, text: "a" });
    expect([other.digest === one.digest, swapped.digest === one.digest]).toEqual([true, false]);
  });

  it("knows bytes that are missing from bytes that are there", () => {
    const [whole, holed] = [new HostOutput(PLACES), new HostOutput(PLACES)];
    whole.wrote({ kind: "output", stream: "out", offset: 0, text: "abc" });
    holed.left({ kind: "skipped", stream: "out", offset: 0, bytes: 2 });
    holed.wrote({ kind: "output", stream: "out", offset: 2, text: "c" });
    expect(holed.digest).not.toBe(whole.digest);
    expect(holed.pieces().map((piece) => piece.skipped)).toEqual([2, 0]);
  });
});

describe("what is kept of an output", () => {
  it("is its beginning and its end, and how much is between them", () => {
    const output = new HostOutput(PLACES);
    const piece = "y".repeat(16 * 1024);
    const total = 10 * 1024 * 1024;
    for (let offset = 0; offset < total; offset += piece.length) output.wrote({ kind: "output", stream: "out", offset, text: piece });
    const pieces = output.pieces();
    const kept = pieces.reduce((sum, { text }) => sum + text.length, 0);
    expect(kept).toBeGreaterThanOrEqual(KEPT_HEAD + KEPT_TAIL - 2 * piece.length);
    expect(kept).toBeLessThanOrEqual(KEPT_HEAD + 2 * KEPT_TAIL + 2 * piece.length);
    expect(kept + pieces.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(total);
    expect(output.bytes.out).toBe(total);
  });

  it("goes on where one has drawn, and a piece told twice counts once", () => {
    const output = new HostOutput(PLACES);
    output.wrote({ kind: "output", stream: "out", offset: 0, text: "one\n" });
    const drawn = output.next;
    output.wrote({ kind: "output", stream: "out", offset: 0, text: "one\n" });
    output.wrote({ kind: "output", stream: "out", offset: 4, text: "two\n" });
    expect(output.pieces(drawn).map(({ text }) => text)).toEqual(["two\n"]);
  });

  it("puts a sign together that was cut in two", () => {
    const output = new HostOutput(PLACES);
    output.wrote({ kind: "output", stream: "out", offset: 0, base64: btoa("\xc3") });
    output.wrote({ kind: "output", stream: "out", offset: 1, base64: btoa("\xa9") });
    expect(plainText(output.pieces())).toBe("é");
  });

  it("is lines of plain text", () => {
    const output = new HostOutput(PLACES);
    output.wrote({ kind: "output", stream: "err", offset: 0, text: "oops\n" });
    output.wrote({ kind: "output", stream: "out", offset: 0, text: "\x1b[31ma\x1b[0m\n\nb" });
    expect(plainLines(output.pieces())).toEqual(["a", "", "b", "oops"]);
  });
});

describe("how often a text is found", () => {
  it("is what one would count at the end, however it came", () => {
    forSeeds(200, (chance) => {
      const text = chance.many(80, () => chance.one(["a", "B", "ab", "\n", "\x1b[31m", "é"])).join("") + "ab";
      const wanted = chance.one(["a", "AB", "aba", "b\na", "é"]);
      const [output, counter] = [new HostOutput(PLACES), new FoundCount(wanted)];
      const bytes = encoder.encode(text);
      let found = 0;
      for (let at = 0; at < bytes.length; ) {
        const piece = bytes.slice(at, at + 1 + chance.below(9));
        output.wrote(bodyOf("out", at, piece));
        at += piece.length;
        if (chance.below(2) === 0) found = counter.read(output);
      }
      found = counter.read(output);
      expect(found).toBe(plainText(output.pieces()).toLowerCase().split(wanted.toLowerCase()).length - 1);
    });
  });
});
