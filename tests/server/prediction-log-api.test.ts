import { expect, test } from "@playwright/test";
import type { LoggedPrediction } from "#contract/prediction-log.ts";
import { type Headers, invite, makeToken, newName } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { deleteRows, insertRows } from "../support/log-rows.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
let creator: { name: string; headers: Headers };
let version: string;
let log: string;

test.beforeAll(async () => {
  creator = await invite("creator");
  version = await publishCopy(creator.name, "logged");
  log = `${url}/v1/models/${creator.name}/logged/predictions`;
});

type Answer = { previous: string | null; next: string | null; results: LoggedPrediction[] };

const ask = async (search: string, headers = creator.headers): Promise<Answer> =>
  (await fetch(search.startsWith("http") ? search : log + search, { headers })).json();

test("a model's creator reads in its log what a visitor ran, by whoever's hand", async () => {
  const visitor = visitorHeaders(newName("visitor"));
  const { id } = await (await post(log, { input: QUESTION }, visitor)).json();
  const done = await finished(url, id);
  const { results } = await ask("?status=succeeded&source=api&text=slowest");
  expect(results).toEqual([
    {
      ...{ id, version, status: "succeeded", source: "api", has_violations: false, error: null },
      ...{ created_at: done.created_at, completed_at: done.completed_at },
      input_preview: expect.stringContaining(QUESTION.nlq),
      output_preview: expect.stringContaining("{"),
      metrics: {
        predict_time: done.metrics.predict_time,
        input_token_count: done.metrics.input_token_count,
        output_token_count: done.metrics.output_token_count,
      },
      urls: { get: done.urls.get, web: done.urls.web },
    },
  ]);
});

test("next and previous lead through the log with its filters", async () => {
  const rows = Array.from({ length: 120 }, (_, index) => ({
    version,
    at: new Date(Date.parse("2026-05-01") + index).toISOString(),
  }));
  const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  const ids = await insertRows(store, rows);
  const pages = [await ask("?source=web&to=2026-05-01")];
  for (let last = pages.at(-1); last?.next; last = pages.at(-1)) pages.push(await ask(last.next));
  expect(pages.flatMap(({ results }) => results.map(({ id }) => id))).toEqual(ids.toReversed());
  const last = pages.at(-1);
  expect(await ask(last?.previous ?? "")).toMatchObject({ results: pages[1]?.results });
  await deleteRows(store, ids);
});

test("strangers, other creators and tokens that may not read find no log of a model that they may run", async () => {
  const other = await invite("creator");
  const runs = await makeToken(creator.headers, { scopes: ["run"] });
  for (const headers of [{}, other.headers, runs]) {
    const answer = await fetch(log, { headers });
    expect(answer.status).toBe(404);
    const nowhere = await fetch(`${url}/v1/models/nobody/nothing/predictions`, { headers });
    expect(await answer.text()).toBe(await nowhere.text());
  }
  const page = await fetch(`${url}/${creator.name}/logged/predictions`, { headers: other.headers });
  expect(page.status).toBe(404);
  const reader = await makeToken(creator.headers, { scopes: ["read"] });
  const reviewer = await invite("reviewer");
  for (const headers of [reader, reviewer.headers])
    expect((await fetch(log, { headers })).status).toBe(200);
});

const REFUSED: [search: string, field: string, sentence: RegExp][] = [
  ["?version=abc", "version", /is no version: give all of its 64 hex digits/],
  [`?version=${"0".repeat(64)}`, "version", /is no version of this model/],
  ["?status=done", "status", /take one of queued, running, succeeded, failed, canceled/],
  ["?source=phone", "source", /is neither web nor api/],
  ["?from=2026-02-30", "from", /is no day: write it as year-month-day/],
  ["?to=0000-01-01", "to", /is before there were predictions/],
  ["?from=2026-05-02&to=2026-05-01", "to", /is before the first day/],
  ["?text=a&text=b", "text", /is there twice/],
  [`?text=${"a".repeat(101)}`, "text", /is too long: search for at most 100 characters/],
  ["?text=a%00b", "text", /holds a character that no text has/],
  ["?violations=yes", "violations", /is 1 or nothing/],
  ["?before=nonsense", "before", /is not one that this list gave out/],
  [`?after=${cursor("+123456-01-01T00:00:00.000Z")}`, "after", /is not one that this list gave/],
  [`?before=${cursor("0000-01-01T00:00:00.000Z")}`, "before", /is not one that this list gave/],
  ["?before=a&after=b", "after", /cannot go with before/],
  ["?state=failed", "state", /is no filter: take version, status/],
];

for (const [search, field, sentence] of REFUSED)
  test(`the log refuses ${search.slice(0, 40)} with a sentence about ${field}`, async () => {
    const answer = await fetch(log + search, { headers: creator.headers });
    expect(answer.status).toBe(422);
    const { invalid_fields: invalid } = await answer.json();
    expect(invalid).toEqual([
      { type: expect.any(String), field, description: expect.stringMatching(sentence) },
    ]);
    const page = await fetch(`${url}/${creator.name}/logged/predictions${search}`, {
      headers: creator.headers,
    });
    expect(page.status).toBe(200);
  });

test("empty fields of a form filter nothing, and both names of a status are known", async () => {
  const empty = "?text=&version=&status=&source=&from=&to=";
  expect((await ask(empty)).results.length).toBeGreaterThan(0);
  const { results } = await ask("?status=starting");
  expect(results).toEqual((await ask("?status=queued")).results);
});

function cursor(time: string): string {
  return Buffer.from(`${time} ${"0".repeat(26)}`).toString("base64url");
}
