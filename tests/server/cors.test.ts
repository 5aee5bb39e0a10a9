import { expect, test } from "@playwright/test";
import { type Headers, invite, newName } from "../support/accounts.ts";
import { finished, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCopy } from "../support/own-models.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const PAGE = "https://pages.example";
const asked = { "access-control-request-method": "POST", origin: PAGE };

let owner: string;
let headers: Headers;
let token: string;

test.beforeAll(async () => {
  const ada = await invite("creator");
  [owner, headers] = [ada.name, ada.headers];
  token = await makeTokenFor([`https://${newName("other")}.example`]);
});

async function makeTokenFor(origins: string[]): Promise<string> {
  const body = { label: "page", scopes: ["run"], models: [], origins, days: null };
  const answer = await post(`${url}/v1/account/tokens`, body, headers);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { secret: string }).secret;
}

const preflight = (origin = PAGE) =>
  fetch(`${url}${MODEL}/predictions`, { method: "OPTIONS", headers: { ...asked, origin } });

const run = (secret: string, origin = PAGE) =>
  post(
    `${url}${MODEL}/predictions`,
    { input: QUESTION },
    { origin, authorization: `Bearer ${secret}`, "sec-fetch-site": "cross-site" },
  );

test("a page that no token names may not ask, and reads no answer", async () => {
  const refused = await preflight();
  expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  const answer = await run(token);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  await finished(url, (await answer.json()).id);
});

test("a page that a token names may ask with it, and reads the answer, refusals too", async () => {
  const named = await makeTokenFor([PAGE]);
  const allowed = await preflight();
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-origin")).toBe(PAGE);
  expect(allowed.headers.get("access-control-allow-headers")).toContain("authorization");
  const answer = await run(named);
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([201, PAGE]);
  expect(answer.headers.get("access-control-expose-headers")).toContain("location");
  await finished(url, (await answer.json()).id);
  const wrong = await post(
    `${url}${MODEL}/predictions`,
    { input: {} },
    { origin: PAGE, authorization: `Bearer ${named}` },
  );
  expect([wrong.status, wrong.headers.get("access-control-allow-origin")]).toEqual([422, PAGE]);
  // Another token, or another page, is no further for that.
  expect((await run(token)).headers.get("access-control-allow-origin")).toBeNull();
  expect(
    (await run(named, "https://evil.example")).headers.get("access-control-allow-origin"),
  ).toBe(null);
});

for (const origin of ["pages.example", "https://pages.example/path", "*", "null"])
  test(`${origin} is no origin that a token could name`, async () => {
    const body = { label: "page", scopes: ["run"], models: [], origins: [origin], days: null };
    const answer = await post(`${url}/v1/account/tokens`, body, headers);
    expect([answer.status, (await answer.json()).detail]).toEqual([
      422,
      expect.stringContaining("is no origin of pages"),
    ]);
  });

test("whoever runs a model of limited use is told how often they still may", async () => {
  await publishCopy(owner, "limited", {
    "model.yaml": (text) => `${text}\nlimits: { visitorPerHour: 2 }\n`,
  });
  const path = `${url}/v1/models/${owner}/limited/predictions`;
  const visitor = visitorHeaders(newName("limited"));
  const left = [];
  for (let time = 0; time < 3; time += 1) {
    const answer = await post(path, { input: QUESTION }, visitor);
    left.push([answer.status, answer.headers.get("ratelimit-remaining")]);
    const seconds = Number(
      answer.headers.get("ratelimit-reset") ?? answer.headers.get("retry-after"),
    );
    expect(seconds).toBeGreaterThan(3_000);
    expect(seconds).toBeLessThanOrEqual(3_600);
    if (answer.status === 201) await finished(url, (await answer.json()).id);
  }
  expect(left).toEqual([
    [201, "1"],
    [201, "0"],
    [429, null],
  ]);
});
