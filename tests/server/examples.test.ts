import fs from "node:fs";
import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { type Headers, invite, newName } from "../support/accounts.ts";
import { create, finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { copyShipped, publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const examplesFile = new URL("../../models/honeycomb-nlq/examples.json", import.meta.url);
const SHIPPED_EXAMPLES: { title: string; input: object }[] = JSON.parse(
  fs.readFileSync(examplesFile, "utf8"),
);
const database = () => databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
const visitor = visitorHeaders(newName("visitor"));
let creator: Awaited<ReturnType<typeof invite>>;
let model: string;

test.beforeAll(async () => {
  creator = await invite("creator");
  await publishCopy(creator.name, "shown");
  model = `${creator.name}/shown`;
});

async function run(input: object = QUESTION): Promise<Prediction> {
  const made = await post(`${url}/v1/models/${model}/predictions`, { input }, visitor);
  return finished(url, ((await made.json()) as Prediction).id);
}

const feature = (body: object, headers: Headers = creator.headers) =>
  post(`${url}/v1/models/${model}/examples`, body, headers);

async function list(): Promise<string[]> {
  const { results, next } = await (await fetch(`${url}/v1/models/${model}/examples`)).json();
  expect(next).toBeNull();
  return (results as Prediction[]).map(({ id }) => id);
}

const page = async (headers: Headers = {}) =>
  (await fetch(`${url}/${model}/examples`, { headers })).text();

test("a creator puts a prediction on the model's page for everybody, once, and takes it off again", async () => {
  const { id } = await run();
  for (const headers of [{}, visitor, (await invite("creator")).headers])
    expect((await feature({ prediction: id }, headers)).status).toBe(404);
  const added = await feature({ prediction: id, title: "The slowest endpoints" });
  expect(added.status).toBe(201);
  const { id: exampleId } = await added.json();
  expect(await list()).toEqual([id]);
  expect(await page()).toContain("The slowest endpoints");
  expect((await feature({ prediction: id })).status).toBe(409);

  const path = `${url}/v1/models/${model}/examples/${exampleId}`;
  const remove = (headers: Headers) => fetch(path, { method: "DELETE", headers });
  expect((await remove(visitor)).status).toBe(404);
  expect((await remove(creator.headers)).status).toBe(204);
  expect(await list()).toEqual([]);
  expect((await fetch(`${url}/v1/predictions/${id}`)).status).toBe(200);
});

test("many who add the same at once add it once", async () => {
  const { id } = await run();
  const all = await Promise.all([1, 2, 3, 4].map(() => feature({ prediction: id })));
  expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
});

test("what shows nothing of this model is refused with a reason", async () => {
  const elsewhere = await finished(url, (await create(url, QUESTION, visitor)).id);
  const path = `${url}/v1/models/${model}/predictions`;
  const asked = (await (await post(path, { input: QUESTION }, visitor)).json()) as Prediction;
  await post(`${url}/v1/predictions/${asked.id}/cancel`, "", visitor);
  await finished(url, asked.id);
  const cancel = "UPDATE predictions SET state = 'canceled' WHERE id = $1";
  await query(database(), cancel, [asked.id]); // it may have been faster
  const cases = [
    [elsewhere.id, "is none of this model's"],
    ["no id at all", "is none of this model's"],
    ["a".repeat(26), "is none of this model's"],
    [asked.id, "did not succeed"],
  ];
  for (const [prediction, says] of cases) {
    const answer = await feature({ prediction });
    expect(answer.status).toBe(422);
    const { invalid_fields: fields } = await answer.json();
    expect(fields).toEqual([expect.objectContaining({ field: "prediction" })]);
    expect(fields[0].description).toContain(says);
  }
  const long = await feature({ prediction: elsewhere.id, title: "x".repeat(121) });
  expect((await long.json()).invalid_fields[0].field).toBe("title");
});

test("the definition's examples come first, and what was run for their inputs takes their place", async () => {
  const before = await page();
  const [first, second] = SHIPPED_EXAMPLES;
  const { title = "" } = second ?? {};
  expect(before.indexOf(first?.title ?? "")).toBeGreaterThan(0);
  expect(before.indexOf(title)).toBeGreaterThan(before.indexOf(first?.title ?? ""));
  const { id } = await run(second?.input);
  expect((await feature({ prediction: id })).status).toBe(201);
  const after = await page();
  const cards = (html: string) => html.split("<article").length - 1;
  expect(cards(after)).toBe(cards(before));
  expect(after).toContain(`/p/${id}`);
});

test("an example of an older version says so, and runs on the current one", async () => {
  const { id, version } = await run();
  await feature({ prediction: id, title: "From before" });
  const { home, folder } = await copyShipped("shown", "Another title");
  const data = process.env.VITRINE_TEST_DATA ?? "";
  await vitrineCommand(["publish", folder, "--owner", creator.name], { VITRINE_DATA: data });
  fs.rmSync(home, { recursive: true, force: true });
  const text = await page();
  expect(text).toContain("From before");
  expect(text).toContain(version.slice(0, 8));
  expect(text).toContain("Run on the current version");
});
