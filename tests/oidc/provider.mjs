// An OpenID provider on a free port, for tests: `node provider.mjs`.
//
// It prints `ready ISSUER`, then takes orders, one JSON object a line, on stdin, and answers each
// with a line on stdout. It ends with its stdin. The issuer is `localhost` while a hub under test is
// `127.0.0.1`: to a browser those are two sites, as a company's provider and its hub are.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Provider } from "oidc-provider";

const SECONDS = 600; // whatever it makes is good for so long
const accounts = new Map(); // by what the person types; { password, claims }
const clients = new Map();
let claimsInToken = false;
let key = newKey();
let provider;

const server = createServer((request, response) => {
  if (request.url.startsWith("/interaction/")) {
    interact(request, response).catch((error) => fail(response, error));
  } else if (request.url === "/favicon.ico") {
    response.writeHead(204).end();
  } else {
    provider.callback()(request, response);
  }
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://localhost:${server.address().port}`;
build();
say("ready", issuer);

const orders = {
  account({ login, password, claims }) {
    accounts.set(login, { password, claims: { sub: login, ...claims } });
  },
  client(client) {
    clients.set(client.client_id, client);
    build();
  },
  claims({ inToken }) {
    claimsInToken = inToken;
    build();
  },
  rotate() {
    key = newKey();
    build();
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...details } = JSON.parse(line);
  orders[order](details);
  say("done", order);
}
server.close();
server.closeAllConnections();

// Grants, sessions and codes live in the module's own memory: they outlast a provider built anew.
function build() {
  provider = new Provider(issuer, {
    clients: [...clients.values()],
    claims: {
      openid: ["sub"],
      profile: ["preferred_username", "name"],
      email: ["email", "email_verified"],
      groups: ["groups"],
    },
    clientBasedCORS: () => false,
    conformIdTokenClaims: !claimsInToken,
    cookies: { keys: ["a key of a test"] },
    features: { devInteractions: { enabled: false }, userinfo: { enabled: true } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => claimsOf(sub) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [key] },
    loadExistingGrant: consent,
    pkce: { required: () => true },
    responseTypes: ["code"],
    ttl: {
      AccessToken: SECONDS,
      AuthorizationCode: SECONDS,
      Grant: SECONDS,
      IdToken: SECONDS,
      Interaction: SECONDS,
      Session: SECONDS,
    },
  });
}

async function consent({ oidc }) {
  const { accountId } = oidc.session;
  const grant = new oidc.provider.Grant({ accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope("openid profile email groups");
  await grant.save();
  return grant;
}

async function interact(request, response) {
  if (request.method === "GET") {
    await provider.interactionDetails(request, response);
    page(response);
    return;
  }
  const form = await read(request);
  if (form.has("deny")) {
    await finish(request, response, { error: "access_denied", error_description: "they said no" });
    return;
  }
  const account = accounts.get(form.get("login"));
  if (account?.password === form.get("password")) {
    await finish(request, response, { login: { accountId: account.claims.sub } });
  } else {
    page(response, "That is not right.");
  }
}

async function finish(request, response, result) {
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function read(request) {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
}

function page(response, problem = "") {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html><title>Log in at the provider</title>
<p>${problem}</p><form method="post">
<label>Login <input name="login"></label> <label>Password <input name="password" type="password"></label>
<button>Log in</button> <button name="deny" value="yes">Refuse</button></form>`);
}

function fail(response, error) {
  response.statusCode = 500;
  response.end(String(error));
}

function claimsOf(sub) {
  return [...accounts.values()].find(({ claims }) => claims.sub === sub)?.claims ?? { sub };
}

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), alg: "RS256", kid: randomUUID(), use: "sig" };
}

function say(...words) {
  process.stdout.write(`${words.join(" ")}\n`);
}
