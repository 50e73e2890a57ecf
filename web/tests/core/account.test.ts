import { describe, expect, it } from "vitest";
import { accountMatches, inOrder, isInvited, type Account } from "../../src/core/account";
import { pathOf, readRoute } from "../../src/core/route";

const account = (login: string, rest: Partial<Account> = {}): Account => ({
  login, role: "viewer", scope: [], disabled: false, password: true, second_factor: false, oidc: false, expected: "", created: 0, sessions: 0, tokens: 0, ...rest,
});

describe("accounts", () => {
  it("stand by role, then by login", () => {
    const all = [account("zoe"), account("bob", { role: "operator" }), account("amy"), account("root", { role: "admin" }), account("eve", { role: "auditor" })];
    expect(inOrder(all).map(({ login }) => login)).toEqual(["root", "bob", "eve", "amy", "zoe"]);
  });

  it("are found by login, role and scope", () => {
    const bob = account("Bob", { role: "operator", scope: ["site=paris"] });
    expect([accountMatches(bob, ""), accountMatches(bob, "bo par"), accountMatches(bob, "OPER"), accountMatches(bob, "lyon")]).toEqual([true, true, true, false]);
  });

  it.each([
    [{ password: false }, true],
    [{ password: false, sessions: 1 }, false],
    [{ password: false, oidc: true }, false],
    [{ password: false, disabled: true }, false],
    [{}, false],
  ])("with %j is still invited: %s", (rest, invited) => {
    expect(isInvited(account("x", rest))).toBe(invited);
  });
});

it.each(["/machines", "/people", "/audit"])("the address %s comes back", (path) => {
  expect(pathOf(readRoute(path))).toBe(path);
});
