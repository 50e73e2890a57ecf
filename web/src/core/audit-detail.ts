/** What a deed's detail says, taken apart so that it can be said in another language. Pure. */

/** What is said, by the name of its words, and of what; `other` is said as it is written. */
export interface Said {
  say: Saying;
  of: readonly string[];
}

export type Saying = (typeof FORMS)[number][0] | "other";

/** As the hub writes them. */
const FORMS = [
  ["added", /^added as (\w+)$/],
  ["addedOn", /^added as (\w+) on (.+)$/],
  ["role", /^role (\w+) -> (\w+)$/],
  ["scope", /^scope (.+) -> (.+)$/],
  ["expects", /^expects '([^']*)' of the OpenID provider$/],
  ["screenMade", /^made: (\d+) days$/],
  ["screenOpened", /^opened$/],
  ["screenRevoked", /^revoked$/],
  ["roomBegun", /^begun$/],
  ["roomCalled", /^called (?:'(.*)'|"(.*)")$/],
  ["roomUncalled", /^called as its name$/],
  ["messageOf", /^message (\d+) in (\S+)$/],
  ["disabled", /^disabled$/],
  ["enabled", /^enabled$/],
  ["reset", /^reset$/],
  ["deleted", /^deleted$/],
  ["resumed", /^resumed$/],
  ["on", /^on$/],
  ["off", /^off$/],
  ["password", /^password$/],
  ["key", /^key$/],
  ["oidc", /^oidc$/],
  ["invite", /^invite$/],
  ["becameAdmin", /^becomes admin by a key$/],
  ["setupAddress", /^a set-up address$/],
  ["endedOthers", /^ended all others$/],
  ["badCode", /^bad code$/],
  ["unchanged", /^nothing changed$/],
  ["clone", /^paused: clone\b/],
  ["renamed", /^renamed: (.+) -> (.+)$/],
  ["labeled", /^labeled: (.+)$/],
  ["removed", /^removed: (.+)$/],
  ["joinedBy", /^joined as (.+) with a code of (.+)$/],
  ["joined", /^joined as (.+)$/],
  ["madeFor", /^made, for (\d+) machines, (\d+) min$/],
  ["addedBy", /^added as (\w+) by the OpenID provider$/],
  ["roleBy", /^role (\w+) -> (\w+) by the OpenID provider$/],
  ["bound", /^bound to the OpenID provider$/],
  ["token", /^made: (\w+), (\d+) days$/],
  ["tokenCritical", /^made: (\w+), (\d+) days, for critical acts$/],
  ["endedOne", /^ended one of (.+)$/],
  ["timeOver", /^its time was over$/],
  ["wrongLogin", /^the login or the password is wrong$/],
  ["codeMissing", /^the password is right: add the code of your authenticator$/],
  ["wrongCode", /^this code is wrong, or was used before: wait for the next one$/],
  ["roleLow", /^you may not .+: it needs the role (\w+), yours is (\w+)$/],
  ["roleAudit", /^you may not .+: it needs the role auditor or admin$/],
  ["scopeOut", /^.+ yours to act on: you have (.+)$/],
  ["notOwn", /^you may not (?:edit|delete) what somebody else said: .+$/],
  ["noRight", /^you may not (?:follow|publish to|write|read) \S+$/],
  ["moreLogins", /^(\d+) more in a minute$/],
] as const;

/** Several changes of an account stand behind each other. */
export function readDetail(detail: string): Said[] {
  const whole = readOne(detail);
  const parts = detail.split(", ").map(readOne);
  return whole.say === "other" && parts.every(({ say }) => say !== "other") ? parts : [whole];
}

function readOne(text: string): Said {
  for (const [say, form] of FORMS) {
    const found = form.exec(text);
    if (found) return { say, of: found.slice(1) };
  }
  return { say: "other", of: [text] };
}
