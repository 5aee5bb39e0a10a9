import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { newName } from "../support/accounts.ts";
import { finished, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");

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
