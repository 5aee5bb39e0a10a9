import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { invite, makeToken } from "../support/accounts.ts";
import { finished, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();
const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");

const program = async () => {
  const { name, headers } = await invite("creator");
  return { name, headers: await makeToken(headers, { scopes: ["run", "read", "write"] }) };
};

type Sent = [path: string, body: string | FormData];
type Make = (owner: string) => Promise<Sent> | Sent;

const JSON_TYPE = { "content-type": "application/json" };
const instances = { hardware: "bundled", min_instances: 0, max_instances: 1 };

const CREATES: [what: string, make: Make, other: Make][] = [
  ["a model", (owner) => newModel(owner, "first"), (owner) => newModel(owner, "second")],
  ["a deployment", () => newDeployment("stable"), () => newDeployment("canary")],
  ["a file", () => newFile("one"), () => newFile("two")],
];

function newModel(owner: string, name: string): [path: string, body: string] {
  const model = { owner, name, visibility: "private", hardware: "bundled" };
  return ["/v1/models", JSON.stringify(model)];
}

async function newDeployment(name: string): Promise<Sent> {
  const { latest_version } = await (await fetch(`${url}${MODEL}`)).json();
  const model = MODEL.replace("/v1/models/", "");
  const deployment = { name, model, version: latest_version.id, ...instances };
  return ["/v1/deployments", JSON.stringify(deployment)];
}

function newFile(text: string): Sent {
  const form = new FormData();
  form.append("content", new File([text], "notes.txt", { type: "text/plain" }));
  return ["/v1/files", form];
}

for (const [what, make, other] of CREATES)
  test(`${what} is made once under a name, and another one is refused under it`, async () => {
    const { name, headers } = await program();
    await expectOnce(headers, () => make(name), await other(name));
  });

test("a link, an example and a report are made once under a name each, and their text is kept where nobody reads it", async () => {
  const { name, headers } = await program();
  await publishCopy(name, "asked-once");
  const model = `/v1/models/${name}/asked-once`;
  const made = await post(`${url}${model}/predictions`, { input: QUESTION }, headers);
  const { id } = await finished(url, (await made.json()).id);
  const scope = { inputs: ["nlq"], output: true, settings: false };
  const share = (label: string): Sent => [
    `/v1/predictions/${id}/shares`,
    JSON.stringify({ label, scope }),
  ];
  const report = (note: string): Sent => [
    `/v1/predictions/${id}/reports`,
    JSON.stringify({ expected: "", note }),
  ];
  const example = (title: string): Sent => [
    `${model}/examples`,
    JSON.stringify({ prediction: id, title }),
  ];
  const link = await expectOnce(headers, () => share("for Ada"), share("for Bob"));
  expect((await fetch(String(link.url))).status).toBe(200);
  await expectOnce(headers, () => report("never seen"), report("something else"));
  await expectOnce(headers, () => example("Slow"), example("Fast"));
  const kept = await query(store, "SELECT * FROM idempotency_keys WHERE prediction_id = $1", [id]);
  expect(kept).toHaveLength(3);
  expect(JSON.stringify(kept)).not.toContain("never seen");
  await fetch(`${url}/v1/predictions/${id}`, { method: "DELETE", headers });
  const after = await query(store, "SELECT 1 FROM idempotency_keys WHERE prediction_id = $1", [id]);
  expect(after).toEqual([]);
});

/** Asks twice under one name, and once for something else; returns what was made. */
async function expectOnce(
  headers: Record<string, string>,
  make: () => Promise<Sent> | Sent,
  other: Sent,
): Promise<Record<string, unknown>> {
  const key = { "idempotency-key": randomUUID() };
  const send = async ([path, body]: Sent) => {
    const type = typeof body === "string" ? JSON_TYPE : {};
    const sent = { method: "POST", body, headers: { ...headers, ...key, ...type } };
    const answer = await fetch(`${url}${path}`, sent);
    return { status: answer.status, body: await answer.json() };
  };
  const [first, again] = [await send(await make()), await send(await make())];
  expect([first.status, again.status], JSON.stringify(first.body)).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  const refused = await send(other);
  expect(refused.status).toBe(422);
  expect(refused.body.detail).toContain("Idempotency-Key: was used for another request");
  return first.body;
}

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
  await query(
    store,
    `UPDATE idempotency_keys SET answer = NULL WHERE id =
      (SELECT id FROM idempotency_keys WHERE answer IS NOT NULL ORDER BY created_at DESC LIMIT 1)`,
  );
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
