import { describe, expect, it } from "vitest";
import { readDetail } from "../../src/core/audit-detail";
import { EVERY_ENTRY, entryOf, isNarrowed, withNewer, withOlder, type AuditEntry } from "../../src/core/audit-entry";
import type { AuditBody, Entry } from "../../src/wire/messages.gen";

const LOGIN: AuditBody = { kind: "deed", deed: "login", by: "bob", ip: "10.0.0.9", refused: true };
const entry = (seq: number): AuditEntry => ({ seq, at: seq, by: "bob", ip: "", body: LOGIN });
const seqs = (entries: readonly AuditEntry[]): number[] => entries.map(({ seq }) => seq);

describe("the audit's list", () => {
  it("grows on top without doubles, newest first", () => {
    expect(seqs(withNewer([entry(2), entry(1)], [entry(2), entry(3), entry(4)]))).toEqual([4, 3, 2, 1]);
    expect(seqs(withNewer([], [entry(1), entry(2)]))).toEqual([2, 1]);
  });

  it("goes on below without doubles", () => {
    expect(seqs(withOlder([entry(5), entry(4)], [entry(4), entry(3)]))).toEqual([5, 4, 3]);
  });

  it("names who did it, not who wrote it down", () => {
    const live: Entry = { seq: 7, id: "", at: 1, by: "@hub", body: LOGIN };
    expect(entryOf(live)).toEqual({ seq: 7, at: 1, by: "bob", ip: "10.0.0.9", body: LOGIN });
    const result: AuditBody = { kind: "result", run: "r", host: "h1", state: "exited", code: 0 };
    expect(entryOf({ ...live, body: result }).by).toBe("host/h1");
  });

  it("is narrowed by anything", () => {
    expect([isNarrowed(EVERY_ENTRY), isNarrowed({ ...EVERY_ENTRY, from: 1 })]).toEqual([false, true]);
  });
});

it.each([
  ["added as operator", [{ say: "added", of: ["operator"] }]],
  ["role viewer -> admin, disabled", [{ say: "role", of: ["viewer", "admin"] }, { say: "disabled", of: [] }]],
  ["scope all -> role=web site=par*", [{ say: "scope", of: ["all", "role=web site=par*"] }]],
  ["renamed: a -> b, c", [{ say: "renamed", of: ["a", "b, c"] }]],
  ["joined as web-1 with a code of bob", [{ say: "joinedBy", of: ["web-1", "bob"] }]],
  ["disabled", [{ say: "disabled", of: [] }]],
  ["expects 'a@example.org' of the OpenID provider", [{ say: "expects", of: ["a@example.org"] }]],
  ["you may not read audit: it needs the role auditor, yours is operator", [{ say: "roleLow", of: ["auditor", "operator"] }]],
  ["you may not read the audit: it needs the role auditor or admin", [{ say: "roleAudit", of: [] }]],
  ["none of those hosts is yours to act on: you have role=web", [{ say: "scopeOut", of: ["role=web"] }]],
  ["you may not delete what somebody else said: ask an admin", [{ say: "notOwn", of: [] }]],
  ["you may not publish to room/main", [{ say: "noRight", of: [] }]],
  ["role viewer -> admin by the OpenID provider", [{ say: "roleBy", of: ["viewer", "admin"] }]],
  ["made: operator, 30 days, for critical acts", [{ say: "tokenCritical", of: ["operator", "30"] }]],
  ["made: viewer, 1 days", [{ say: "token", of: ["viewer", "1"] }]],
  ["the login or the password is wrong", [{ say: "wrongLogin", of: [] }]],
  ["called 'Incidents'", [{ say: "roomCalled", of: ["Incidents", undefined] }]],
  ["message 7 in room/main", [{ say: "messageOf", of: ["7", "room/main"] }]],
  ["paused: clone", [{ say: "clone", of: [] }]],
  ["constructor", [{ say: "other", of: ["constructor"] }]],
  ["added as <b>, disabled", [{ say: "other", of: ["added as <b>, disabled"] }]],
])("the detail %j is read", (detail, read) => {
  expect(readDetail(detail)).toEqual(read);
});
