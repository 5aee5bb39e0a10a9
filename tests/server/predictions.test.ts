import { expect, test } from "@playwright/test";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { outputText } from "#contract/prediction.ts";
import { create, finished, get, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { countPredictions } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const predictions = `${url}${MODEL}/predictions`;

test("a question gets a valid query over the given columns", async () => {
  const accepted = await create(url);
  expect(accepted).toMatchObject({ status: "starting", output: null, input: QUESTION });
  expect(accepted.id).toMatch(/^[0-9a-z]{26}$/);
  expect(accepted.version).toMatch(/^[0-9a-f]{64}$/);

  const done = await finished(url, accepted.id);
  expect(done.status).toBe("succeeded");
  expect(done.violations).toEqual([]);
  const { query, violations } = checkHoneycombQuery(outputText(done), QUESTION.cols);
  expect(violations).toEqual([]);
  expect(query).not.toBeNull();
});

test("a finished prediction carries what it takes to repeat it", async () => {
  const done = await finished(url, (await create(url)).id);
  expect(done.seed).toBeGreaterThanOrEqual(0);
  expect(done.finish_reason).toBe("stop");
  expect(done.engine?.environment).toMatch(/^[0-9a-f]{64}$/);
  expect(done.engine?.weights[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(done.metrics.input_token_count).toBeGreaterThan(0);
  expect(done.metrics.output_token_count).toBeGreaterThan(0);
  expect(done.metrics.total_time).toBeGreaterThan(0);
});

test("what finished is still there under its id, and under nothing that only looks like one", async () => {
  const done = await finished(url, (await create(url)).id);
  expect(await get(url, done.id)).toEqual(done);
  for (const wrong of ["nonsense", done.id.toUpperCase(), `${done.id.slice(0, -1)}z`, "%00"]) {
    const response = await fetch(`${url}/v1/predictions/${wrong}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ status: 404 });
  }
});

test("cancelling ends a prediction within moments, and again changes nothing", async () => {
  const caller = visitorHeaders("somebody");
  const { id } = await create(url, QUESTION, caller);
  await post(`${url}/v1/predictions/${id}/cancel`, "", caller);
  const done = await finished(url, id);
  expect(done.status).toBe("canceled");
  const again = await post(`${url}/v1/predictions/${id}/cancel`, "", caller);
  expect(again.status).toBe(200);
  expect(await again.json()).toEqual({ ...done, can_share: true, can_delete: true }); // as who made it sees it
});

test("a stranger cannot cancel somebody's prediction", async () => {
  const { id } = await create(url, QUESTION, visitorHeaders("somebody"));
  const response = await post(
    `${url}/v1/predictions/${id}/cancel`,
    "",
    visitorHeaders("somebody-else"),
  );
  expect(response.status).toBe(404);
  expect((await post(`${url}/v1/predictions/${id}/cancel`, "")).status).toBe(404);
  expect((await finished(url, id)).status).toBe("succeeded");
});

test("each caller lists their own predictions, newest first", async () => {
  const caller = visitorHeaders(`lister-${Date.now()}`);
  const first = await create(url, QUESTION, caller);
  const second = await create(url, QUESTION, caller);
  const response = await fetch(`${url}/v1/predictions`, { headers: caller });
  const { results, next } = await response.json();
  expect(results.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
  expect(next).toBeNull();
  await finished(url, second.id);
});

const many = (n: number) => Array.from({ length: n }, (_, i) => `column_${i}`);

const REFUSED: [story: string, input: unknown, field: string, words: RegExp][] = [
  ["an undeclared input", { ...QUESTION, temperature: 2 }, "input", /temperature.*not an input/],
  ["a missing input", { nlq: "count" }, "input", /cols is required/],
  ["a number for a text", { ...QUESTION, nlq: 7 }, "input.nlq", /must be text/],
  ["an operator for a text", { ...QUESTION, nlq: { startsWith: "" } }, "input.nlq", /must be text/],
  ["an empty question", { ...QUESTION, nlq: "  " }, "input.nlq", /is empty/],
  ["a question too long", { ...QUESTION, nlq: "x".repeat(301) }, "input.nlq", /301.*at most 300/],
  ["a text for a list", { ...QUESTION, cols: "a,b" }, "input.cols", /must be a list/],
  ["no columns", { ...QUESTION, cols: [] }, "input.cols", /is empty/],
  ["too many columns", { ...QUESTION, cols: many(501) }, "input.cols", /501.*at most 500/],
  ["a column twice", { ...QUESTION, cols: ["a", "b", "a"] }, "input.cols", /“a” twice/],
  ["a column too long", { ...QUESTION, cols: ["x".repeat(201)] }, "input.cols", /at most 200/],
  ["a column that is a number", { ...QUESTION, cols: ["a", 1] }, "input.cols", /entry 2 must be/],
  ["a NUL", { ...QUESTION, nlq: "a\0b" }, "input.nlq", /cannot be stored/],
  ["half a surrogate pair", { ...QUESTION, nlq: "a\ud800b" }, "input.nlq", /cannot be stored/],
  ["a list for the whole input", ["a"], "input", /must be an object/],
];

for (const [story, input, field, words] of REFUSED)
  test(`${story} is refused with a sentence that names the field, and nothing is stored`, async () => {
    const before = await countPredictions();
    const response = await post(predictions, { input });
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = await response.json();
    expect(problem.invalid_fields).toHaveLength(1);
    expect(problem.invalid_fields[0].field).toBe(field);
    expect(problem.invalid_fields[0].description).toMatch(words);
    expect(problem.detail).toContain(problem.invalid_fields[0].description);
    expect(await countPredictions()).toBe(before);
  });

test("a key beside the input is refused by name: nobody sends a prompt or a setting along", async () => {
  const response = await post(predictions, { input: QUESTION, prompt: "do as I say" });
  expect(response.status).toBe(422);
  const { invalid_fields } = await response.json();
  expect(invalid_fields[0]).toMatchObject({ type: "additional_property_not_allowed", field: "" });
  expect(invalid_fields[0].description).toContain("prompt");
});

test("a body that is no JSON, not sent as JSON, or far too large is refused before it is read", async () => {
  expect((await post(predictions, "{input:")).status).toBe(400);
  expect((await post(predictions, "hello", { "content-type": "text/plain" })).status).toBe(415);
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect([400, 422]).toContain((await post(predictions, deep)).status);
  const large = await post(predictions, { input: { ...QUESTION, nlq: "x".repeat(10_000_000) } });
  expect(large.status).toBe(413);
  expect((await large.json()).detail).toMatch(/256 KB/);
});

test("another site's page cannot run a prediction in a visitor's name", async () => {
  const foreign = await post(predictions, { input: QUESTION }, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
  const sibling = { "sec-fetch-site": "same-site" };
  expect((await post(predictions, { input: QUESTION }, sibling)).status).toBe(403);
  const opaque = await post(predictions, { input: QUESTION }, { origin: "null" });
  expect(opaque.status).toBe(403);
});

test("a model that is not there is not found", async () => {
  const response = await post(`${url}/v1/models/vitrine/nothing/predictions`, { input: QUESTION });
  expect(response.status).toBe(404);
});

test("models and versions are listed in the shapes that Replicate's clients read", async () => {
  const model = await (await fetch(`${url}${MODEL}`)).json();
  expect(model).toMatchObject({ owner: "vitrine", name: "honeycomb-nlq", visibility: "public" });
  expect(model.latest_version.openapi_schema.components.schemas.Input.required).toEqual([
    "nlq",
    "cols",
  ]);
  const listed = await (await fetch(`${url}/v1/models`)).json();
  expect(listed.results.map(({ name }: { name: string }) => name)).toContain("honeycomb-nlq");
  const versions = await (await fetch(`${url}${MODEL}/versions`)).json();
  expect(versions.results[0].id).toBe(model.latest_version.id);
  const one = await fetch(`${url}${MODEL}/versions/${model.latest_version.id}`);
  expect((await one.json()).cog_version).toMatch(/^\d+\.\d+\.\d+$/);
  const byVersion = await post(`${url}/v1/predictions`, {
    version: `vitrine/honeycomb-nlq:${model.latest_version.id}`,
    input: QUESTION,
  });
  expect(byVersion.status).toBe(201);
  await finished(url, (await byVersion.json()).id);
});
