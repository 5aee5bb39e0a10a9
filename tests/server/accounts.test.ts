import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import {
  type Headers,
  invite,
  makeToken,
  newName,
  PASSWORD,
  sessionOf,
  signInOwner,
} from "../support/accounts.ts";
import { post, sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();
const dataFolder = process.env.VITRINE_TEST_DATA ?? "";

const signIn = (email: string, password: string) =>
  post(`${url}/v1/account/sign-in`, { email, password });
const account = (headers: Headers) => fetch(`${url}/v1/account`, { headers });
const statusOf = async (headers: Headers) => (await account(headers)).status;

test("a link makes one account, which says whose it is", async () => {
  const { name, headers } = await invite("creator");
  expect(await (await account(headers)).json()).toEqual({
    ...{ type: "user", username: name, name, github_url: null, avatar_url: null },
  });
});

test("a used, revoked or made-up link makes no account", async () => {
  const owner = await signInOwner();
  const invited = { role: "reviewer", label: "for a test", name: null };
  const { secret } = await (await post(`${url}/v1/account/invitations`, invited, owner)).json();
  const token = new URL(secret).searchParams.get("token");
  const make = (name: string, link = token) =>
    post(`${url}/v1/account`, {
      ...{ token: link, name, email: `${name}@example.org`, password: PASSWORD },
    });
  expect((await make(newName("first"))).status).toBe(200);
  expect((await make(newName("second"))).status).toBe(404);
  expect((await make(newName("third"), "AAAAAAAAAAAAAAAAAAAAAA")).status).toBe(404);
  expect((await fetch(`${url}/setup?token=${token}`)).status).toBe(404);
});

test("nobody but the owner invites, and a token does not either", async () => {
  const invited = { role: "reviewer", label: "", name: null };
  const creator = await invite("creator");
  const token = await makeToken(await signInOwner(), { scopes: ["run", "read", "write"] });
  for (const headers of [{}, creator.headers, token])
    expect((await post(`${url}/v1/account/invitations`, invited, headers)).status).toBe(404);
});

test("a weak password, a taken name and a wrong address are told with their fields", async () => {
  const owner = await signInOwner();
  const invited = { role: "creator", label: "", name: null };
  const { secret } = await (await post(`${url}/v1/account/invitations`, invited, owner)).json();
  const token = new URL(secret).searchParams.get("token");
  const refused = async (given: object) => {
    const right = { token, name: newName("x"), email: "x@example.org", password: PASSWORD };
    const answer = await post(`${url}/v1/account`, { ...right, ...given });
    expect(answer.status).toBe(422);
    const { invalid_fields: fields } = await answer.json();
    return fields.map(({ field }: { field: string }) => field);
  };
  expect(await refused({ password: "short" })).toEqual(["password"]);
  expect(await refused({ email: "nobody" })).toEqual(["email"]);
  expect(await refused({ name: "vitrine" })).toEqual(["name"]);
  expect(await refused({ name: "Ada Lovelace" })).toEqual(["name"]);
});

test("signing in gives a cookie that scripts cannot read; signing out ends it", async () => {
  const { email } = await invite("creator");
  const answer = await signIn(email.toUpperCase(), PASSWORD);
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/i);
  const session = await sessionOf(answer);
  expect(await statusOf(session)).toBe(200);
  expect((await post(`${url}/v1/account/sign-out`, {}, session)).status).toBe(200);
  expect(await statusOf(session)).toBe(401);
});

test("signing out everywhere, and a new password, end the other sessions", async () => {
  const { email, headers } = await invite("creator");
  const other = await sessionOf(await signIn(email, PASSWORD));
  const change = { current_password: PASSWORD, new_password: `${PASSWORD} two` };
  const changed = await sessionOf(await post(`${url}/v1/account/password`, change, headers));
  expect([await statusOf(other), await statusOf(headers)]).toEqual([401, 401]);
  expect(await statusOf(changed)).toBe(200);
  const again = await sessionOf(await signIn(email, `${PASSWORD} two`));
  await post(`${url}/v1/account/sign-out`, { everywhere: "true" }, again);
  expect([await statusOf(changed), await statusOf(again)]).toEqual([401, 401]);
});

test("a wrong password and an unknown address are told the same, and five tries are enough", async () => {
  const { email } = await invite("creator");
  const unknown = await signIn(`${newName("nobody")}@example.org`, PASSWORD);
  const wrong = await signIn(email, "not the password at all");
  expect([wrong.status, unknown.status]).toEqual([422, 422]);
  expect(await wrong.text()).toBe(await unknown.text());
  for (let index = 0; index < 4; index++) await signIn(email, "not the password at all");
  const locked = await signIn(email, PASSWORD);
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await locked.json()).toMatchObject({ detail: expect.stringContaining("Wait 15 minutes") });
});

test("a token speaks for its account until it is revoked, and a wrong one is told to be", async () => {
  const { name, headers } = await invite("creator");
  const token = await makeToken(headers, { scopes: ["read"] });
  expect(await (await account(token)).json()).toMatchObject({ username: name });
  expect(await statusOf({ authorization: `Token ${token.authorization?.split(" ")[1]}` })).toBe(
    200,
  );
  const [row] = await query<{ id: string }>(
    databaseUrlOf(dataFolder),
    "SELECT t.id FROM api_tokens t JOIN accounts a ON a.id = t.account_id WHERE a.name = $1",
    [name],
  );
  const revoke = (as: Headers) =>
    fetch(`${url}/v1/account/tokens/${row?.id}`, { method: "DELETE", headers: as });
  expect((await revoke((await invite("creator")).headers)).status).toBe(404);
  expect((await revoke(headers)).status).toBe(200);
  const refused = await account(token);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("revoked") });
});

test("the command line makes, lists and revokes tokens", async () => {
  await signInOwner();
  const run = (...args: string[]) =>
    vitrineCommand(["token", ...args], { VITRINE_DATA: dataFolder });
  const label = newName("from-the-command-line");
  const token = (await run("create", label, "scopes=run,read")).trim();
  expect(token).toMatch(/^vt_[\w-]{32}$/);
  expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(200);
  expect(await run("list")).toContain(`${token.slice(0, 8)}…  ${label}  may run, read`);
  expect(await run("revoke", token)).toContain("is revoked");
  expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(401);
  expect(await run("revoke", token)).toContain("No token begins with");
});

test("passwords, tokens and links are in no log and no table as they are", async () => {
  const { headers, email } = await invite("creator");
  const token = (await makeToken(headers, { scopes: ["run"] })).authorization?.split(" ")[1] ?? "";
  await signIn(email, "a wrong password of mine");
  const tables = ["accounts", "sessions", "credentials", "invitations", "api_tokens", "attempts"];
  const rows = await Promise.all(
    tables.map((table) => query(databaseUrlOf(dataFolder), `SELECT * FROM ${table}`)),
  );
  const logs = ["engine.log", "pg/server.log"]
    .map((file) => path.join(dataFolder, file))
    .filter((file) => fs.existsSync(file))
    .map((file) => fs.readFileSync(file, "utf8"));
  const written = JSON.stringify(rows) + logs.join("");
  for (const secret of [PASSWORD, "a wrong password of mine", token])
    expect(written).not.toContain(secret);
});
