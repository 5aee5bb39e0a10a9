import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import type { Report } from "#contract/report.ts";
import { type Headers, invite, makeToken, newName } from "../support/accounts.ts";
import { create, finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCopy } from "../support/own-models.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
let creator: Awaited<ReturnType<typeof invite>>;
let id: string;

test.beforeAll(async () => {
  creator = await invite("creator");
  await publishCopy(creator.name, "reported");
  const path = `/v1/models/${creator.name}/reported/predictions`;
  const made = (await (await post(url + path, { input: QUESTION })).json()) as Prediction;
  id = (await finished(url, made.id)).id;
});

const report = (body: object, headers: Headers, of = id) =>
  post(`${url}/v1/predictions/${of}/reports`, body, headers);

async function listed(headers: Headers): Promise<Report[]> {
  const answer = await fetch(`${url}/v1/predictions/${id}/reports`, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()).results;
}

async function openReports(headers: Headers): Promise<number | null> {
  const answer = await fetch(`${url}/v1/predictions/${id}`, { headers });
  return ((await answer.json()) as Prediction).open_reports;
}

const change = (reportId: string, body: object, headers: Headers) =>
  fetch(`${url}/v1/reports/${reportId}`, {
    ...{ method: "PATCH", body: JSON.stringify(body) },
    headers: { ...headers, "content-type": "application/json" },
  });

test("what a visitor reports is read and closed by the model's creator, and told to nobody else", async () => {
  const visitor = visitorHeaders(newName("reporter"));
  const sent = await report({ expected: "COUNT by route", note: "It filters." }, visitor);
  expect(sent.status).toBe(201);
  const { id: reportId } = (await sent.json()) as Report;
  expect(await openReports(creator.headers)).toBe(1);
  expect(await openReports(visitor)).toBeNull();
  const [found] = await listed(creator.headers);
  expect(found).toMatchObject({ id: reportId, expected: "COUNT by route", note: "It filters." });
  expect(JSON.stringify(found)).not.toContain(visitor.cookie.split("=")[1]);

  const [other, reviewer] = [await invite("creator"), await invite("reviewer")];
  expect((await listed(reviewer.headers)).map((each) => each.id)).toContain(reportId);
  for (const headers of [{}, visitor, other.headers]) {
    const asked = await fetch(`${url}/v1/predictions/${id}/reports`, { headers });
    expect(asked.status).toBe(404);
  }
  for (const headers of [{}, visitor, other.headers, reviewer.headers])
    expect((await change(reportId, { closed: true }, headers)).status).toBe(404);
  expect((await change(reportId, { closed: false }, creator.headers)).status).toBe(422);
  const closed = await change(reportId, { closed: true }, creator.headers);
  expect(closed.status).toBe(200);
  expect(((await closed.json()) as Report).closed_at).not.toBeNull();
  expect(await openReports(creator.headers)).toBe(0);
});

test("a second report by the same visitor takes the place of the first; after it is closed there is a new one", async () => {
  const visitor = visitorHeaders(newName("reporter"));
  const first = (await (await report({ note: "wrong" }, visitor)).json()) as Report;
  const again = await report({ note: "wrong, as it counts" }, visitor);
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ id: first.id, note: "wrong, as it counts" });
  const many = await Promise.all([1, 2, 3].map((n) => report({ note: `try ${n}` }, visitor)));
  expect(many.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await listed(creator.headers)).filter((each) => each.id === first.id)).toHaveLength(1);
  await change(first.id, { closed: true }, creator.headers);
  const later = await report({ note: "still" }, visitor);
  expect(later.status).toBe(201);
  expect(((await later.json()) as Report).id).not.toBe(first.id);
});

test("a report that says nothing, too much or what is no text is told what to do", async () => {
  const visitor = visitorHeaders(newName("reporter"));
  const cases: [body: object, field: string, says: string][] = [
    [{}, "expected", "say what you expected"],
    [{ expected: "  ", note: "" }, "expected", "say what you expected"],
    [{ expected: "x".repeat(4_001) }, "expected", "at most 4,000"],
    [{ note: "x".repeat(4_001) }, "note", "at most 4,000"],
    [{ note: "a\0b" }, "note", "take them out"],
    [{ note: "a\ud800b" }, "note", "take them out"],
    [{ note: 1 }, "note", "is no text"],
    [{ note: "x", verdict: "bad" }, "", "verdict is not a key"],
  ];
  for (const [body, field, says] of cases) {
    const answer = await report(body, visitor);
    expect(answer.status).toBe(422);
    const { invalid_fields: fields } = await answer.json();
    expect(fields).toEqual([expect.objectContaining({ field })]);
    expect(fields[0].description).toContain(says);
  }
});

test("only what is finished can be reported, and only by who sees it", async () => {
  const maker = visitorHeaders(newName("maker"));
  const running = await create(url, QUESTION, maker);
  const early = await report({ note: "wrong" }, maker, running.id);
  await post(`${url}/v1/predictions/${running.id}/cancel`, "", maker);
  expect(early.status).toBe(409);
  expect((await early.json()).detail).toContain("when it is finished");
  expect((await report({ note: "wrong" }, maker, "a".repeat(26))).status).toBe(404);
  const reader = await makeToken(creator.headers, { scopes: ["read"] });
  expect((await report({ note: "wrong" }, reader)).status).toBe(403);
});

test("who reports without end has to wait, and others do not", async () => {
  const [busy, other] = [newName("busy"), newName("other")].map(visitorHeaders);
  const statuses: number[] = [];
  for (let round = 0; round < 21; round++)
    statuses.push((await report({ note: `round ${round}` }, busy ?? {})).status);
  expect(statuses.slice(0, 20).every((status) => status < 300)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
  expect((await report({ note: "wrong" }, other ?? {})).status).toBe(201);
});
