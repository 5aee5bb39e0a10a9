import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { invite, makeToken, newName } from "../support/accounts.ts";
import { finished, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();

type Asked = { key: string; headers?: Record<string, string>; input?: object; path?: string };

async function ask({ key, headers = {}, input = QUESTION, path = MODEL }: Asked) {
  const sent = { "idempotency-key": key, ...headers };
  const answer = await post(`${url}${path}/predictions`, { input }, sent);
  return { status: answer.status, body: (await answer.json()) as Prediction & { detail?: string } };
}

test("a request that is sent twice makes one prediction", async () => {
  const asked = { key: randomUUID(), headers: visitorHeaders(newName("twice")) };
  const first = await ask(asked);
  await finished(url, first.body.id);
  const second = await ask(asked);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body.id).toBe(first.body.id);
});

test("a stranger without a cookie who asks again gets the prediction of the first time", async () => {
  const key = randomUUID();
  const [first, second] = [await ask({ key }), await ask({ key })];
  expect(second.body.id).toBe(first.body.id);
  await finished(url, first.body.id);
});

test("of ten that come at once under one name one is made, and all are told of it", async () => {
  const visitor = newName("ten");
  const asked = { key: randomUUID(), headers: visitorHeaders(visitor) };
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(asked)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  const ids = [...new Set(answers.map(({ body }) => body.id))];
  expect(ids).toHaveLength(1);
  const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  const name = visitorHeaders(visitor).cookie.replace("vitrine_visitor=", "");
  const rows = await query(store, "SELECT id FROM predictions WHERE visitor = $1", [name]);
  expect(rows).toEqual([{ id: ids[0] }]);
  await finished(url, ids[0] ?? "");
});

test("another request under the same name is refused, and told which header is wrong", async () => {
  const asked = { key: randomUUID(), headers: visitorHeaders(newName("other")) };
  const { body } = await ask(asked);
  const other = await ask({ ...asked, input: { ...QUESTION, nlq: "something else" } });
  expect(other.status).toBe(422);
  expect(other.body.detail).toContain("Idempotency-Key: was used for another request");
  await finished(url, body.id);
});

test("two visitors who take the same name do not get each other's predictions", async () => {
  const key = randomUUID();
  const [ada, bob] = await Promise.all(
    ["ada", "bob"].map((who) => ask({ key, headers: visitorHeaders(newName(who)) })),
  );
  expect(ada?.body.id).not.toBe(bob?.body.id);
  await Promise.all([ada, bob].map((answer) => finished(url, answer?.body.id ?? "")));
});

test("a refused request takes no name: put right, it is accepted under the same", async () => {
  const asked = { key: randomUUID(), headers: visitorHeaders(newName("mended")) };
  expect((await ask({ ...asked, input: {} })).status).toBe(422);
  const mended = await ask(asked);
  expect(mended.status).toBe(201);
  await finished(url, mended.body.id);
});

test("a name that is none is refused", async () => {
  const { status, body } = await ask({ key: "k".repeat(256) });
  expect([status, body.detail]).toEqual([422, expect.stringContaining("1 to 255 characters")]);
});

const program = async () => {
  const { name, headers } = await invite("creator");
  return { name, headers: await makeToken(headers, { scopes: ["run", "read", "write"] }) };
};

type Send = (name: string) => Promise<[path: string, body: string | FormData]>;

const JSON_TYPE = { "content-type": "application/json" };
const instances = { hardware: "bundled", min_instances: 0, max_instances: 1 };

const CREATES: [what: string, send: Send, other: Send][] = [
  [
    "a model",
    async (owner) => newModel(owner, "first"),
    async (owner) => newModel(owner, "second"),
  ],
  ["a deployment", async () => newDeployment("stable"), async () => newDeployment("canary")],
  ["a file", async () => newFile("one"), async () => newFile("two")],
];

function newModel(owner: string, name: string): [string, string] {
  const model = { owner, name, visibility: "private", hardware: "bundled" };
  return ["/v1/models", JSON.stringify(model)];
}

async function newDeployment(name: string): Promise<[string, string]> {
  const { latest_version } = await (await fetch(`${url}${MODEL}`)).json();
  const model = MODEL.replace("/v1/models/", "");
  const deployment = { name, model, version: latest_version.id, ...instances };
  return ["/v1/deployments", JSON.stringify(deployment)];
}

function newFile(text: string): [string, FormData] {
  const form = new FormData();
  form.append("content", new File([text], "notes.txt", { type: "text/plain" }));
  return ["/v1/files", form];
}

for (const [what, send, other] of CREATES)
  test(`${what} is made once under a name, and another one is refused under it`, async () => {
    const { name, headers } = await program();
    const key = { "idempotency-key": randomUUID() };
    const ask = async (of: Send) => {
      const [path, body] = await of(name);
      const type = typeof body === "string" ? JSON_TYPE : {};
      const answer = await fetch(`${url}${path}`, {
        ...{ method: "POST", body, headers: { ...headers, ...key, ...type } },
      });
      return { status: answer.status, body: await answer.json() };
    };
    const first = await ask(send);
    const again = await ask(send);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    const refused = await ask(other);
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toContain("Idempotency-Key: was used for another request");
  });

test("of ten files that are sent at once under one name one is made", async () => {
  const { headers } = await program();
  const sent = { ...headers, "idempotency-key": randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const [path, body] = newFile("once");
      const answer = await fetch(`${url}${path}`, { method: "POST", headers: sent, body });
      return { status: answer.status, id: (await answer.json()).id };
    }),
  );
  const made = answers.filter(({ status }) => status === 201);
  const waiting = answers.filter(({ status }) => status === 409);
  expect(made.length).toBeGreaterThan(0);
  expect(made.length + waiting.length).toBe(10);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  const list = await (await fetch(`${url}/v1/files`, { headers })).json();
  expect(list.results).toHaveLength(1);
});

test("what was refused takes no name: a model is made under it once it is right", async () => {
  const { name, headers } = await program();
  const sent = { ...headers, "idempotency-key": randomUUID() };
  const [path, body] = newModel(name, "right");
  const wrong = await post(`${url}${path}`, { ...JSON.parse(body), hardware: "none" }, sent);
  expect(wrong.status).toBe(422);
  expect((await post(`${url}${path}`, body, sent)).status).toBe(201);
});

test("a request that was killed before it answered gives way to the next, after a while", async () => {
  const { name, headers } = await program();
  const sent = { ...headers, "idempotency-key": randomUUID() };
  const [path, body] = newModel(name, "after");
  expect((await post(`${url}${path}`, body, sent)).status).toBe(201);
  const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  const killed = "UPDATE idempotency_keys SET answer = NULL WHERE answer->>'name' = 'after'";
  await query(store, `${killed} AND answer->>'owner' = $1`, [name]);
  const early = await post(`${url}${path}`, body, sent);
  expect([early.status, early.headers.get("retry-after")]).toEqual([409, "1"]);
  await query(
    store,
    "UPDATE idempotency_keys SET created_at = now() - interval '1 hour' WHERE answer IS NULL",
    [],
  );
  const late = await post(`${url}${path}`, body, sent);
  expect((await late.json()).detail).toContain("already");
});
