import { describe, expect, it } from "vitest";
import { readNow, withAmendments, type Fates, type Reading } from "../../src/core/thread";
import type { Chat, Entry, RoomBody } from "../../src/wire/messages.gen";
import { Chance, forSeeds } from "./chance";

const NONE: Fates = new Map();
const LOGINS = ["ann", "bob", "cid"];
const EMOJI = ["👍", "👀", "🎉"];
const entry = (seq: number, by: string, body: RoomBody): Entry => ({ seq, id: `m${seq}`, at: 1_000 * seq, by, body });
const chat = (seq: number, by: string, text = "hello"): Entry<Chat> => entry(seq, by, { kind: "chat", text }) as Entry<Chat>;

/** One entry after the other, as the hub took them. */
function naive(message: Entry<Chat>, log: readonly Entry[]): Reading {
  let deleted: Reading["deleted"] = null;
  const versions = [{ at: message.at, text: message.body.text }];
  const reactions = new Map<string, string[]>();
  const order: { emoji: string; by: string }[] = [];
  for (const { at, by, body } of log as readonly Entry<RoomBody>[]) {
    if (deleted) break;
    if (body.kind === "edit" && by === message.by) versions.push({ at, text: body.text });
    if (body.kind === "delete") deleted = { by, at };
    if (body.kind !== "react") continue;
    const known = order.findIndex((one) => one.by === by && one.emoji === body.emoji);
    if (known >= 0) order.splice(known, 1);
    if (!body.off) order.push({ emoji: body.emoji, by });
  }
  if (deleted) return { text: "", former: [], reactions: [], deleted };
  for (const { emoji, by } of order) reactions.set(emoji, [...(reactions.get(emoji) ?? []), by]);
  const text = versions[versions.length - 1]?.text ?? "";
  return { text, former: versions.slice(0, -1), reactions: [...reactions].map(([emoji, by]) => ({ emoji, by })), deleted };
}

function amendment(chance: Chance, seq: number, of: string): Entry {
  const by = chance.one(LOGINS);
  const kind = chance.below(12);
  if (kind === 0) return entry(seq, by, { kind: "delete", of, seq: 1 });
  if (kind < 5) return entry(seq, by, { kind: "edit", of, seq: 1, text: `text ${seq}` });
  return entry(seq, by, { kind: "react", of, seq: 1, emoji: chance.one(EMOJI), ...(chance.below(3) === 0 && { off: true }) });
}

function shuffled<T>(chance: Chance, all: readonly T[]): T[] {
  const left = [...all];
  return all.map(() => left.splice(chance.below(left.length), 1)[0] as T);
}

describe("what became of messages", () => {
  it("is the same in whatever order pieces of the log come, and however often", () => {
    forSeeds(300, (chance) => {
      const messages = [chat(1, "ann"), chat(2, "bob")];
      const log = Array.from({ length: chance.below(14) }, (_, index) => amendment(chance, index + 3, chance.one(["m1", "m2"])));
      const pieces = shuffled(chance, [...log, ...log.filter(() => chance.below(3) === 0)]);
      let fates = NONE;
      while (pieces.length > 0) fates = withAmendments(fates, pieces.splice(0, 1 + chance.below(4)));
      for (const message of messages) {
        const about = log.filter(({ body }) => (body as { of: string }).of === message.id);
        expect(readNow(message, fates.get(message.id))).toEqual(naive(message, about));
      }
    });
  });

  it("is known before the message itself is", () => {
    const fates = withAmendments(NONE, [entry(9, "ann", { kind: "edit", of: "m1", seq: 1, text: "later" })]);
    expect(readNow(chat(1, "ann"), fates.get("m1"))).toMatchObject({ text: "later", former: [{ text: "hello" }] });
  });

  it("counts no edit of anybody else", () => {
    const fates = withAmendments(NONE, [entry(9, "bob", { kind: "edit", of: "m1", seq: 1, text: "forged" })]);
    expect(readNow(chat(1, "ann"), fates.get("m1")).text).toBe("hello");
  });

  it("folds a private copy with its original", () => {
    const copy = { ...chat(4, "ann"), id: "m1-copy" };
    const fates = withAmendments(NONE, [entry(9, "bob", { kind: "react", of: "m1", seq: 0, emoji: "👍" })]);
    expect(readNow(copy, fates.get("m1")).reactions).toEqual([{ emoji: "👍", by: ["bob"] }]);
  });

  it("changes nothing where nothing new is said", () => {
    const fates = withAmendments(NONE, [entry(9, "bob", { kind: "react", of: "m1", seq: 1, emoji: "👍" })]);
    expect(withAmendments(fates, [chat(1, "ann"), entry(9, "bob", { kind: "react", of: "m1", seq: 1, emoji: "👍" })])).toBe(fates);
  });
});
