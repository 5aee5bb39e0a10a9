import { expect, test } from "@playwright/test";
import { type Headers, invite, newName } from "../support/accounts.ts";
import { create, finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const database = () => databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
const maker = visitorHeaders(newName("sharer"));
/** Stands in the field that is left out, and in no byte that may leave. */
const MARKER = "confidential_column_of_ours";

let id: string;

test.beforeAll(async () => {
  const input = { nlq: QUESTION.nlq, cols: [...QUESTION.cols, MARKER] };
  id = (await finished(url, (await create(url, input, maker)).id)).id;
});

const EVERYTHING = { inputs: ["nlq", "cols"], output: true, settings: true };

async function share(scope: object = EVERYTHING, more: object = {}) {
  const body = { label: "", expires: "7d", scope, ...more };
  const answer = await post(`${url}/v1/predictions/${id}/shares`, body, maker);
  expect(answer.status).toBe(201);
  const made = (await answer.json()) as { id: string; url: string; expires_at: string | null };
  return { ...made, path: new URL(made.url).pathname };
}

test("a link shows what was chosen, and is nobody's business else", async () => {
  const { path, expires_at: expiresAt } = await share();
  expect(path).toMatch(/^\/s\/[\w-]{22}$/);
  expect(new Date(expiresAt ?? "").getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  const page = await fetch(url + path);
  const text = await page.text();
  expect(text).toContain(QUESTION.nlq);
  expect(text).toContain(MARKER);
  expect(text).not.toContain(id);
  expect(page.headers.get("x-robots-tag")).toBe("noindex, nofollow, noarchive");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(page.headers.get("cache-control")).toMatch(/private.*no-store|no-store/);
  const title = /<title>([^<]*)/.exec(text)?.[1] ?? "";
  expect(title).toContain("Ask Honeycomb");
  expect(title).not.toContain(QUESTION.nlq);
  expect(/<meta property="og:[^>]*>/g.exec(text)?.join("")).not.toContain(QUESTION.nlq);
});

test("what was left out is in no byte of any answer", async () => {
  const { path } = await share({ inputs: ["nlq"], output: false, settings: false });
  const ways: Headers[] = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];
  for (const headers of ways) {
    const text = await (await fetch(url + path, { headers })).text();
    expect(text).not.toContain(MARKER);
    expect(text).not.toContain("http.route");
  }
  const rows = await query(
    database(),
    "SELECT content FROM share_snapshots ORDER BY share_id DESC LIMIT 1",
  );
  expect(JSON.stringify(rows)).not.toContain(MARKER);
});

test("only a look is counted, and never by fetching the page", async () => {
  const { path, id: shareId } = await share();
  const views = async () => {
    const list = await fetch(`${url}/v1/predictions/${id}/shares`, { headers: maker });
    const { results } = (await list.json()) as { results: { id: string; views: number }[] };
    return results.find((each) => each.id === shareId)?.views;
  };
  for (let index = 0; index < 3; index++) await fetch(url + path);
  expect(await views()).toBe(0);
  await post(`${url}/v1/shares/views`, { token: path.slice("/s/".length) });
  expect(await views()).toBe(1);
});

test("a revoked, an expired and a deleted one are gone at once; one that never was is not there", async () => {
  const [revoked, expired] = [await share(), await share(EVERYTHING, { expires: "1h" })];
  const stranger = visitorHeaders("somebody");
  const revoke = (headers: Record<string, string>) =>
    fetch(`${url}/v1/shares/${revoked.id}`, { method: "DELETE", headers });
  expect((await revoke(stranger)).status).toBe(404);
  expect((await revoke(maker)).status).toBe(204);
  const past = "UPDATE shares SET expires_at = now() - interval '1 second' WHERE id = $1";
  await query(database(), past, [expired.id]);
  const dead = await Promise.all([
    fetch(url + revoked.path),
    fetch(url + expired.path),
    fetch(`${url}/s/AAAAAAAAAAAAAAAAAAAAAA`),
  ]);
  expect(dead.map(({ status }) => status)).toEqual([410, 410, 404]);
  const [first, ...others] = await Promise.all(dead.map((answer) => answer.text()));
  for (const other of others) expect(other).toBe(first);
});

test("with what it shows deleted, a link is gone", async () => {
  const { path } = await share();
  const other = await finished(url, (await create(url, QUESTION, maker)).id);
  const body = { label: "", expires: "never", scope: EVERYTHING };
  const made = await post(`${url}/v1/predictions/${other.id}/shares`, body, maker);
  const gone = new URL((await made.json()).url).pathname;
  await query(database(), "DELETE FROM prediction_payloads WHERE prediction_id = $1", [other.id]);
  expect((await fetch(url + gone)).status).toBe(410);
  expect((await fetch(url + path)).status).toBe(200);
});

test("whoever only sees a prediction makes no links to it; a running one waits", async () => {
  const body = { label: "", expires: "7d", scope: EVERYTHING };
  const ask = (headers: Record<string, string>) =>
    post(`${url}/v1/predictions/${id}/shares`, body, headers);
  const creator = await invite("creator");
  for (const headers of [{}, visitorHeaders("somebody"), creator.headers])
    expect((await ask(headers)).status).toBe(404);
  const running = await create(url, QUESTION, maker);
  const early = await post(`${url}/v1/predictions/${running.id}/shares`, body, maker);
  expect(early.status).toBe(409);
  await post(`${url}/v1/predictions/${running.id}/cancel`, "", maker);
});

test("who tries many links that open nothing has to wait, and those that open still do", async () => {
  const { path } = await share();
  const statuses: number[] = [];
  for (let index = 0; index < 22; index++)
    statuses.push((await fetch(`${url}/s/BBBBBBBBBBBBBBBBBBBB${10 + index}`)).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await fetch(url + path)).status).toBe(200);
});
