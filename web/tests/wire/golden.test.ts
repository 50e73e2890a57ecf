/** The frames all languages agree on: what Python reads, this page reads, and what one refuses, so does the other. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BadFrame, decode, encode } from "../../src/wire/codec";
import type { FromClient } from "../../src/wire/messages.gen";

interface Vector {
  name: string;
  direction: "from_client" | "from_hub";
  frame: string;
  valid: boolean;
  message: unknown;
}

const folder = join(import.meta.dirname, "../../../wire/golden");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
const read = (file: string): Vector[] => JSON.parse(readFileSync(join(folder, file), "utf8")) as Vector[];
/** What only the hub refuses is the hub's to test. */
const ours = ({ direction, valid }: Vector): boolean => direction === "from_hub" || valid;

describe.skipIf(files.length === 0)("golden frames", () => {
  for (const file of files) {
    const vectors = read(file).filter(ours);
    if (vectors.length === 0) continue;
    describe(file, () => {
      for (const vector of vectors.filter((one) => one.direction === "from_hub")) check(vector);
      const sent = vectors.filter((one) => one.direction === "from_client" && one.valid);
      if (sent.length > 0) it.each(sent)("writes $name as it was", ({ frame, message }) => {
        expect(JSON.parse(encode(message as FromClient))).toEqual(JSON.parse(frame));
      });
    });
  }
});

function check(vector: Vector): void {
  if (vector.valid) {
    it(`reads ${vector.name}`, () => expect(decode(vector.frame)).toEqual(vector.message));
  } else {
    it(`refuses ${vector.name}`, () => expect(() => decode(vector.frame)).toThrow(BadFrame));
  }
}
