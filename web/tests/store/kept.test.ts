/** What comes back from storage or from several windows of one person. */

import { describe, expect, it } from "vitest";
import { byLogin } from "../../src/store/people";
import { readOutgoing } from "../../src/wire/outbox";

describe("kept messages", () => {
  const good = { topic: "room/main", id: "a", body: { kind: "chat", text: "hi" }, at: 1 };

  it("come back as they were", () => {
    expect(readOutgoing([good])).toEqual([good]);
  });

  it.each([[undefined], [null], ["text"], [{}], [[null]], [[{ ...good, id: 3 }]], [[{ ...good, body: "x" }]]])(
    "are dropped when they are %j",
    (kept) => {
      expect(readOutgoing(kept)).toEqual([]);
    },
  );
});

describe("people", () => {
  const person = { login: "bob", role: "guest", ip: "10.0.0.1", client: "page", since: 5 };

  it("stand once each, with every address they come from", () => {
    const present = byLogin([person, { ...person, ip: "10.0.0.2", since: 3 }, { ...person, login: "alice" }]);
    expect(present.map((one) => one.login)).toEqual(["alice", "bob"]);
    expect(present[1]).toMatchObject({ ips: ["10.0.0.1", "10.0.0.2"], since: 3 });
  });

  it("are away only when they are away everywhere", () => {
    expect(byLogin([{ ...person, away: true }, person])[0]?.away).toBe(false);
  });
});
