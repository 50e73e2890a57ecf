import { expect, it } from "vitest";
import { newestSaid } from "../../src/core/wall";
import type { Entry, RoomBody } from "../../src/wire/messages.gen";

let seq = 0;
const entry = (id: string, body: RoomBody, by = "ann"): Entry => ({ seq: (seq += 1), id, at: seq, by, ip: "", body });

it("a wall shows the newest that was said, as it reads now, and nothing that was deleted", () => {
  const entries = [
    entry("a", { kind: "chat", text: "too old" }),
    entry("b", { kind: "chat", text: "a slip" }),
    entry("c", { kind: "chat", text: "a secret" }),
    entry("d", { kind: "join", login: "bob", role: "guest", count: 2 }),
    entry("e", { kind: "run", run: "r1", command: "uptime", hosts: [] }, "bob"),
    entry("f", { kind: "edit", of: "b", seq: 2, text: "put right" }),
    entry("g", { kind: "delete", of: "c", seq: 3 }),
  ];
  expect(newestSaid(entries, 2).map(({ by, text, kind }) => [by, text, kind])).toEqual([
    ["ann", "put right", "chat"],
    ["bob", "uptime", "run"],
  ]);
  expect(newestSaid([], 5)).toEqual([]);
});
