// The npm package oidc-provider with one client and one account, told what it needs by its arguments.
import { createRequire } from "node:module";

const [folder, port, redirectUri, secret] = process.argv.slice(2);
const { default: Provider } = await import(createRequire(`${folder}/`).resolve("oidc-provider"));
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    { client_id: "jetway", client_secret: secret, redirect_uris: [redirectUri] },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  pkce: { required: () => true },
  cookies: { keys: ["for the tests alone"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@example.com`,
      email_verified: true,
      name: "Eve",
      groups: ["staff"],
    }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
