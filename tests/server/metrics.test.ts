import { expect, test } from "@playwright/test";
import { type Headers, invite, makeToken, signInOwner } from "../support/accounts.ts";
import { create, finished, QUESTION, sharedUrl } from "../support/api.ts";

const url = sharedUrl();
let owner: Headers;

test.beforeAll(async () => {
  owner = await makeToken(await signInOwner(), { scopes: ["read"] });
});

async function read(): Promise<Map<string, number>> {
  const answer = await fetch(`${url}/metrics`, { headers: owner });
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const lines = (await answer.text()).split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test("what was run is counted: its end, its tokens, the time to its first, and the requests for it", async () => {
  const before = await read();
  const { metrics } = await finished(url, (await create(url)).id);
  const after = await read();
  const more = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(more('vitrine_predictions_ended_total{state="succeeded"}')).toBe(1);
  expect(more('vitrine_tokens_total{direction="written"}')).toBe(metrics.output_token_count);
  expect(more("vitrine_first_token_seconds_count")).toBe(1);
  const made = 'vitrine_http_request_seconds_count{kind="v1",method="POST",status="201"}';
  expect(more(made)).toBe(1);
  expect(after.get('vitrine_predictions_unfinished{state="queued"}')).toBe(0);
  expect(after.get('vitrine_engine_requests{engine="bundled",state="running"}')).toBe(0);
  expect(after.get("process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
});

test("metrics hold nothing that was asked, and are the owner's alone", async () => {
  await finished(url, (await create(url)).id);
  const text = await (await fetch(`${url}/metrics`, { headers: owner })).text();
  for (const secret of [QUESTION.nlq, "honeycomb-nlq", "/v1/predictions"])
    expect(text).not.toContain(secret);
  const ada = await invite("creator");
  const running = await makeToken(await signInOwner(), { scopes: ["run"] });
  for (const headers of [{}, ada.headers, running])
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(404);
});
