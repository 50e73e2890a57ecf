import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, call } from "../../src/edge/http";
import { answerProof, waiters } from "../../src/edge/proof";

const REFUSED = { status: 403, body: { code: 203, name: "proof_needed", message: "say who you are" } };
const DONE = { status: 200, body: { done: true } };

interface Planned {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** Answer requests as planned; return what was asked. */
function plan(...answers: Planned[]): { method: string | undefined; path: string; body: unknown }[] {
  const asked: { method: string | undefined; path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push({ method: init.method, path, body: init.body });
    const next = answers.shift();
    if (!next) throw new TypeError("nothing more was planned");
    const { status, body, headers = {} } = next;
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  });
  return asked;
}

const failureOf = (act: Promise<unknown>): Promise<unknown> => act.then(() => null, (error: unknown) => error);

afterEach(() => vi.unstubAllGlobals());

describe("a request that needs a proof", () => {
  it("is asked once more as it was, when the person said who they are", async () => {
    const asked = plan(REFUSED, DONE);
    const answer = call("POST", "/api/accounts", { login: "ann" });
    await vi.waitUntil(() => waiters.value.length === 1);
    answerProof(true);
    expect(await answer).toEqual({ done: true });
    expect(asked).toEqual([asked[0], asked[0]]);
    expect(waiters.value).toEqual([]);
  });

  it("fails as it did when they did not", async () => {
    const asked = plan(REFUSED);
    const answer = failureOf(call("DELETE", "/api/hosts/h"));
    await vi.waitUntil(() => waiters.value.length === 1);
    answerProof(false);
    expect(await answer).toMatchObject({ status: 403, code: 203 });
    expect(asked).toHaveLength(1);
  });

  it("is not asked a third time", async () => {
    const asked = plan(REFUSED, REFUSED);
    const answer = failureOf(call("DELETE", "/api/hosts/h"));
    await vi.waitUntil(() => waiters.value.length === 1);
    answerProof(true);
    expect(await answer).toMatchObject({ code: 203 });
    expect([asked.length, waiters.value.length]).toEqual([2, 0]);
  });

  it("waits together with others for one answer", async () => {
    plan(REFUSED, REFUSED, DONE, DONE);
    const answers = Promise.all([call("DELETE", "/api/tokens/1"), call("DELETE", "/api/tokens/2")]);
    await vi.waitUntil(() => waiters.value.length === 2);
    answerProof(true);
    expect(await answers).toEqual([{ done: true }, { done: true }]);
  });
});

describe("what goes wrong", () => {
  it("says how long to wait where the hub does", async () => {
    plan({ status: 429, body: { code: 502, message: "too fast" }, headers: { "Retry-After": "12" } });
    expect(await failureOf(call("POST", "/api/login", {}))).toMatchObject({ status: 429, code: 502, after: 12 });
  });

  it("is no number of seconds when the header is a date", async () => {
    plan({ status: 429, body: { code: 502 }, headers: { "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT" } });
    expect(await failureOf(call("GET", "/api/hub"))).toMatchObject({ after: 0 });
  });

  it("is an ApiError without a number when nobody answers", async () => {
    plan();
    const error = await failureOf(call("GET", "/api/hub"));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 0, code: 0 });
  });
});
