// A certified OpenID provider on loopback for the tests: node provider.js FILE, a JSON of the client's metadata.
// Whoever asks is signed in as the test has said last (POST /said), with no page between; POST /rotate makes new
// keys. It prints its address.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Provider } from "oidc-provider";

const client = JSON.parse(readFileSync(process.argv[2], "utf8"));
let said = {};
let provider;

function keys() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" }] };
}

function provided(issuer) {
  return new Provider(issuer, {
    clients: [client],
    jwks: keys(),
    cookies: { keys: ["of the tests"] },
    acrValues: ["urn:password", "urn:two-factors"],
    claims: { openid: ["sub"], person: ["personal_number"], acr: null, sid: null },
    scopes: ["openid", "person"],
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (context, form) => { context.body = form; } },
    },
    interactions: { url: (_, interaction) => `/said/${interaction.uid}` },
    // The library calls no address of this machine by itself.
    fetch: (address, { method, headers, body, signal }) => fetch(address, { method, headers, body, signal }),
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, personal_number: said.number, roles: ["mayor"] }),
    }),
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        accountId: context.oidc.session.accountId,
        clientId: context.oidc.client.clientId,
      });
      grant.addOIDCScope("openid person");
      await grant.save();
      return grant;
    },
  });
}

async function answer(request, response) {
  if (request.method === "GET" && request.url.startsWith("/said/")) {
    const result = said.error
      ? { error: said.error }
      : { login: { accountId: said.subject, acr: said.acr, amr: ["pwd"] } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  if (request.url === "/rotate") provider = provided(address());
  else said = JSON.parse(body);
  response.end();
}

const server = createServer((request, response) => {
  const ours = request.url.startsWith("/said") || request.url === "/rotate";
  if (!ours) return provider.callback()(request, response);
  answer(request, response).catch((error) => { response.statusCode = 500; response.end(String(error.stack)); });
});
const address = () => `http://127.0.0.1:${server.address().port}`;
server.listen(0, "127.0.0.1", () => {
  provider = provided(address());
  console.log(`address: ${address()}`);
});
