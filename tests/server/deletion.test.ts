import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { type Headers, invite, makeToken, newName } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const database = () => databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
/** Stands in the input, and in no row once it is deleted. */
const MARKER = "regrettable_column_of_mine";
const INPUT = { nlq: QUESTION.nlq, cols: [...QUESTION.cols, MARKER] };

let creator: Awaited<ReturnType<typeof invite>>;
let model: string;

test.beforeAll(async () => {
  creator = await invite("creator");
  await publishCopy(creator.name, "erased");
  model = `${creator.name}/erased`;
});

async function start(headers: Headers): Promise<Prediction> {
  const made = await post(`${url}/v1/models/${model}/predictions`, { input: INPUT }, headers);
  expect(made.status).toBe(201);
  return made.json();
}

const run = async (headers: Headers) => finished(url, (await start(headers)).id);

const remove = (id: string, headers: Headers = {}) =>
  fetch(`${url}/v1/predictions/${id}`, { method: "DELETE", headers });

async function share(id: string, headers: Headers): Promise<string> {
  const scope = { inputs: ["nlq", "cols"], output: true, settings: true };
  const body = { label: MARKER, expires: "never", scope };
  const answer = await post(`${url}/v1/predictions/${id}/shares`, body, headers);
  return new URL((await answer.json()).url).pathname;
}

test("whoever made a prediction deletes it, and nobody finds it, its link, or a word of it", async () => {
  const maker = visitorHeaders(newName("maker"));
  const { id } = await run(maker);
  const link = await share(id, maker);
  const reported = { expected: MARKER, note: MARKER };
  await post(`${url}/v1/predictions/${id}/reports`, reported, maker);
  await post(
    `${url}/v1/models/${model}/examples`,
    { prediction: id, title: MARKER },
    creator.headers,
  );
  await query(
    database(),
    "UPDATE versions SET example_id = $1 FROM models m WHERE m.owner = $2 AND m.latest_version_id = versions.id",
    [id, creator.name],
  );
  const runs = async () => (await (await fetch(`${url}/v1/models/${model}`)).json()).run_count;
  const count = await runs();
  expect(await tablesWith(MARKER)).toEqual([
    ...["examples", "prediction_payloads", "predictions", "reports", "share_snapshots", "shares"],
  ]);

  expect((await remove(id, maker)).status).toBe(204);
  for (const headers of [{}, maker, creator.headers]) {
    for (const path of [`/v1/predictions/${id}`, `/p/${id}`, `/v1/predictions/${id}/stream`])
      expect((await fetch(url + path, { headers })).status).toBe(404);
    expect((await post(`${url}/v1/predictions/${id}/reports`, reported, headers)).status).toBe(404);
    const reports = await fetch(`${url}/v1/predictions/${id}/reports`, { headers });
    expect(reports.status).toBe(404);
  }
  expect((await fetch(url + link)).status).toBe(410);
  expect((await remove(id, maker)).status).toBe(404);
  for (const path of [
    `/${model}`,
    `/${model}/examples`,
    `/v1/models/${model}/examples`,
    "/history",
  ])
    expect(await (await fetch(url + path, { headers: maker })).text()).not.toContain(MARKER);
  expect(await runs()).toBe(count);
  expect(await tablesWith(MARKER)).toEqual([]);
});

/** The tables of which a row holds a text, anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  const tables = await query<{ name: string }>(
    database(),
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  for (const { name } of tables) {
    const sql = `SELECT 1 FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`;
    if ((await query(database(), sql, [text])).length > 0) found.push(name);
  }
  return found.sort();
}

test("only who made it and who manages its model may delete it", async () => {
  const maker = visitorHeaders(newName("maker"));
  const { id } = await run(maker);
  const [other, reviewer] = [await invite("creator"), await invite("reviewer")];
  const token = (scopes: string[], models: string[] = []) =>
    makeToken(creator.headers, { scopes, models });
  const nobody = visitorHeaders(newName("nobody"));
  for (const headers of [{}, nobody, other.headers, reviewer.headers, await token(["run", "read"])])
    expect((await remove(id, headers)).status).toBe(404);
  const narrow = await token(["run", "read", "write"], [`${creator.name}/another`]);
  expect((await remove(id, narrow)).status).toBe(404);
  const foreign = { ...maker, "sec-fetch-site": "cross-site" };
  expect((await remove(id, foreign)).status).toBe(403);
  expect((await remove(id, await token(["write"]))).status).toBe(204);
});

test("a program deletes what it made only with a token that may write there", async () => {
  const runner = await makeToken(creator.headers, { scopes: ["run", "read"] });
  const { id } = await run(runner);
  expect((await remove(id, runner)).status).toBe(403);
  const writer = await makeToken(creator.headers, { scopes: ["write"], models: [model] });
  const elsewhere = await makeToken(creator.headers, { scopes: ["write"], models: ["a/b"] });
  expect((await remove(id, elsewhere)).status).toBe(403);
  expect((await remove(id, writer)).status).toBe(204);
});

test("what is still running is stopped first", async () => {
  const maker = visitorHeaders(newName("maker"));
  const { id } = await start(maker);
  const early = await remove(id, maker);
  await post(`${url}/v1/predictions/${id}/cancel`, "", maker);
  expect(early.status).toBe(409);
  expect((await early.json()).detail).toContain("stop it first");
  await finished(url, id);
  expect((await remove(id, maker)).status).toBe(204);
});

test("a program that posts where it should delete loses nothing; a plain form deletes", async () => {
  const maker = visitorHeaders(newName("maker"));
  const { id } = await run(maker);
  for (const path of [`/v1/predictions/${id}`, "/v1/history"])
    expect((await post(url + path, {}, maker)).status).toBe(405);
  const sent = await fetch(`${url}/v1/predictions/${id}`, {
    ...{ method: "POST", redirect: "manual", body: new URLSearchParams({ back: "history" }) },
    headers: maker,
  });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/history?deleted=1"]);
  expect((await fetch(`${url}/v1/predictions/${id}`)).status).toBe(404);
});

test("all of one visitor's are deleted at once, and nobody else's", async () => {
  const [mine, theirs] = [visitorHeaders(newName("mine")), visitorHeaders(newName("theirs"))];
  const [first, second, other] = [await run(mine), await run(mine), await run(theirs)];
  const token = await makeToken(creator.headers, { scopes: ["write"] });
  const removeAll = (headers: Headers) => fetch(`${url}/v1/history`, { method: "DELETE", headers });
  expect((await removeAll(token)).status).toBe(403);
  expect((await removeAll(mine)).status).toBe(204);
  const status = async (id: string) => (await fetch(`${url}/v1/predictions/${id}`)).status;
  expect([await status(first.id), await status(second.id), await status(other.id)]).toEqual([
    404, 404, 200,
  ]);
  expect((await removeAll({})).status).toBe(204);
});

test("what others do to it at the same moment leaves nothing behind", async () => {
  const maker = visitorHeaders(newName("maker"));
  const { id } = await run(maker);
  const others = ["one", "two", "three", "four"].map((name) => visitorHeaders(newName(name)));
  const report = (headers: Headers) =>
    post(`${url}/v1/predictions/${id}/reports`, { note: "wrong" }, headers);
  const examples = `${url}/v1/models/${model}/examples`;
  const answers = await Promise.all([
    ...others.slice(0, 2).map(report),
    post(examples, { prediction: id }, creator.headers),
    remove(id, maker),
    ...others.slice(2).map(report),
  ]);
  for (const { status } of answers) expect(status).toBeLessThan(500);
  for (const table of ["reports", "examples", "prediction_payloads", "share_snapshots"]) {
    const sql = `SELECT 1 FROM ${table} WHERE prediction_id = $1`;
    expect(await query(database(), sql, [id]), table).toEqual([]);
  }
});
