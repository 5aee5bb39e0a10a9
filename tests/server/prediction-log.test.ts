import { expect, test } from "@playwright/test";
import type { LogPage, LogQuery } from "#contract/prediction-log.ts";
import { INSTALLATION } from "#server/access.ts";
import { databaseUrl } from "#server/database.ts";
import { newId } from "#server/ids.ts";
import { listPredictionLog } from "#server/prediction-log.ts";
import { insertModel, insertRows } from "../support/log-rows.ts";
import { query } from "../support/sql.ts";
import { startTestDatabase } from "../support/test-database.ts";

const MODEL = { owner: "ada", name: "asked" };
const [OLD, NEW, OTHER] = ["a", "b", "c"].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
];
const MINUTE_MS = 60_000;
/** More than one request looks at. */
const MANY = 8_500;

/** Named by what is particular about them, oldest first. */
const ROWS = {
  old: { version: OLD, at: "2026-10-01T23:59:59.999Z" },
  percent: { version: NEW, at: "2026-10-02T00:00:00.000Z", input: "Grew by 100%_ in Öl" },
  api: { version: NEW, at: "2026-10-02T23:59:59.999Z", source: "api" as const },
  failed: { version: NEW, at: "2026-10-03T00:00:00.000Z", state: "failed" as const, output: null },
  violating: { version: NEW, at: "2026-10-03T01:00:00.000Z", violates: true },
  canceled: { version: NEW, at: "2026-10-03T02:00:00.000Z", state: "canceled" as const },
  oldApi: { version: OLD, at: "2026-10-03T03:00:00.000Z", source: "api" as const },
  running: { version: NEW, at: "2026-10-03T04:00:00.000Z", state: "running" as const },
  queued: { version: NEW, at: "2026-10-03T05:00:00.000Z", state: "queued" as const, output: null },
  spoken: {
    version: NEW,
    at: "2026-10-03T06:00:00.000Z",
    input: "Slow routes",
    output: "P95 high",
  },
};
type RowName = keyof typeof ROWS;

let stop: () => Promise<void>;
let names: Map<string, RowName>;

test.beforeAll(async () => {
  stop = await startTestDatabase();
  await insertModel(databaseUrl(), MODEL.owner, MODEL.name, [NEW, OLD]);
  await insertModel(databaseUrl(), "bob", "asked", [OTHER]);
  const ids = await insertRows(databaseUrl(), Object.values(ROWS));
  names = new Map(Object.keys(ROWS).map((name, index) => [ids[index] ?? "", name as RowName]));
  await insertRows(databaseUrl(), [{ version: OTHER, at: "2026-10-02T12:00:00.000Z" }]);
});

test.afterAll(() => stop());

const list = (query: LogQuery, model = MODEL): Promise<LogPage> =>
  listPredictionLog(model, query, INSTALLATION);

const CASES: [filter: string, query: LogQuery, shown: RowName[]][] = [
  ["no filter", {}, (Object.keys(ROWS) as RowName[]).toReversed()],
  ["a version", { version: OLD }, ["oldApi", "old"]],
  ["failed", { status: "failed" }, ["failed"]],
  ["canceled", { status: "canceled" }, ["canceled"]],
  ["queued", { status: "queued" }, ["queued"]],
  ["running", { status: "running" }, ["running"]],
  ["succeeded", { status: "succeeded", version: OLD }, ["oldApi", "old"]],
  ["the API", { source: "api" }, ["oldApi", "api"]],
  ["a version and a source", { source: "api", version: NEW }, ["api"]],
  ["broken rules", { violations: "1" }, ["violating"]],
  ["broken rules and a status", { violations: "1", status: "failed" }, []],
  ["one day", { from: "2026-10-02", to: "2026-10-02" }, ["api", "percent"]],
  ["until a day", { to: "2026-10-01" }, ["old"]],
  ["since a day, by the API", { from: "2026-10-03", source: "api" }, ["oldApi"]],
  ["a word of the input, in capitals", { text: "ROUTES" }, ["spoken"]],
  ["words of input and output, in any order", { text: "p95 slow" }, ["spoken"]],
  ["a letter that is not English", { text: "öl" }, ["percent"]],
  ["characters that are patterns elsewhere", { text: "0%_" }, ["percent"]],
  ["a pattern that would match all", { text: "%question%" }, []],
  ["a text and a state that do not meet", { text: "routes", status: "failed" }, []],
];

for (const [filter, query, shown] of CASES)
  test(`the log by ${filter} shows those and no others, newest first`, async () => {
    const { results, ...places } = await list(query);
    expect(results.map(({ id }) => names.get(id))).toEqual(shown);
    expect(places).toEqual({ older: null, newer: null, looked_until: null });
  });

test("a version of another model is refused in the words for one that there is not", async () => {
  const complaints = [OTHER, "d".repeat(64)].map((version) =>
    list({ version }).catch((error: Error) => error.message),
  );
  expect(await Promise.all(complaints)).toEqual(
    Array(2).fill("- version: is no version of this model: choose one of its own\n"),
  );
});

test("going back page by page and forward again meets every row once, those of one moment too", async () => {
  const version = "1".repeat(64);
  const model = { owner: "ada", name: "at-once" };
  await insertModel(databaseUrl(), model.owner, model.name, [version]);
  const moments = Array.from({ length: 130 }, (_, index) => ({
    version,
    // Sixty-five at each of two moments: a page ends within both.
    at: new Date(Date.parse("2026-11-01") + Math.floor(index / 65) * MINUTE_MS).toISOString(),
  }));
  const ids = await insertRows(databaseUrl(), moments);
  const wanted = ids
    .map((id, index) => ({ id, at: moments[index]?.at ?? "" }))
    .sort((a, b) => (a.at + a.id < b.at + b.id ? 1 : -1))
    .map(({ id }) => id);

  const back = [await list({}, model)];
  for (let last = back.at(-1); last?.older; last = back.at(-1))
    back.push(await list({ before: last.older }, model));
  expect(back.map(({ results }) => results.length)).toEqual([50, 50, 30]);
  expect(back.flatMap(idsOf)).toEqual(wanted);

  const forward = [back.at(-1) as LogPage];
  for (let first = forward[0]; first?.newer; first = forward[0])
    forward.unshift(await list({ after: first.newer }, model));
  expect(forward.flatMap(idsOf)).toEqual(wanted);
});

test("what few rows hold is found however far back it is; what no index has is looked for step by step", async () => {
  const version = "2".repeat(64);
  const model = { owner: "ada", name: "busy" };
  await insertModel(databaseUrl(), model.owner, model.name, [version]);
  const begin = Date.parse("2026-01-01");
  const rows = Array.from({ length: MANY }, (_, index) => ({
    ...{ version, id: newId(begin + index), at: new Date(begin + index).toISOString() },
    ...(index === 3 ? { output: "a zeppelin, zq" } : {}),
    ...(index === 5 ? { state: "running" as const, input: "Zeppelins" } : {}),
    ...(index === 7 ? { input: "zeppelin", source: "api" as const } : {}),
  }));
  await insertRows(databaseUrl(), rows);
  const found = async (query: LogQuery) => (await list(query, model)).results.map(({ id }) => id);
  const [third, fifth, seventh] = [3, 5, 7].map((index) => rows[index]?.id);

  expect(await found({ text: "zeppelin" })).toEqual([seventh, fifth, third]);
  expect(await found({ text: "zeppelin", source: "web", to: "2026-01-01" })).toEqual([
    fifth,
    third,
  ]);
  expect(await found({ text: "zeppelin", from: "2026-01-02" })).toEqual([]);
  expect(await found({ text: "quagga" })).toEqual([]);

  const first = await list({ text: "zq" }, model);
  expect(first).toMatchObject({ results: [], looked_until: expect.any(String) });
  const second = await list({ text: "zq", before: first.older ?? "" }, model);
  expect(second).toMatchObject({ results: [{ id: third }], older: null, looked_until: null });
});

const idsOf = ({ results }: LogPage): string[] => results.map(({ id }) => id);

test("what was reported is found until the report is closed, and what was deleted is not there", async () => {
  const idOf = (name: RowName) => [...names].find(([, each]) => each === name)?.[0] ?? "";
  const run = (text: string, ...values: string[]) => query(databaseUrl(), text, values);
  const shown = async (filters: LogQuery) =>
    (await list(filters)).results.map(({ id }) => names.get(id));
  await run("INSERT INTO reports (id, prediction_id, visitor) VALUES ('r1', $1, 'v')", idOf("old"));
  expect(await shown({ reported: "1" })).toEqual(["old"]);
  expect(await shown({ reported: "1", text: "no such words" })).toEqual([]);
  await run("UPDATE reports SET closed_at = now() WHERE id = 'r1'");
  expect(await shown({ reported: "1" })).toEqual([]);
  await run("UPDATE predictions SET deleted_at = now() WHERE id = $1", idOf("failed"));
  expect(await shown({ status: "failed" })).toEqual([]);
  expect(await shown({})).not.toContain("failed");
  await run("UPDATE predictions SET deleted_at = NULL WHERE id = $1", idOf("failed"));
});
