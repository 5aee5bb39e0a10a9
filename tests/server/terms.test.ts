import { expect, test } from "@playwright/test";
import { INSTALLATION, type Viewer } from "#server/access.ts";
import { database } from "#server/database.ts";
import { limitHeaders } from "#server/model-limits.ts";
import { createPrediction, getPrediction } from "#server/predictions.ts";
import type { Problem } from "#server/problem.ts";
import { publishDefinition } from "#server/publishing.ts";
import { deleteOutdated } from "#server/retention.ts";
import type { Version } from "#server/versions.ts";
import { setEngines } from "../support/registry.ts";
import { shippedTexts } from "../support/shipped.ts";
import { startTestDatabase } from "../support/test-database.ts";

let stopDatabase: () => Promise<void>;

test.beforeAll(async () => {
  stopDatabase = await startTestDatabase();
  setEngines("http://127.0.0.1:9"); // nothing answers there, so that all of it waits
});
test.beforeEach(() => database().prediction.deleteMany());
test.afterAll(async () => {
  setEngines(undefined);
  await stopDatabase();
});

/** The shipped model with more keys in its definition. */
async function publish(name: string, keys: object): Promise<Version> {
  const { "model.yaml": yaml, ...others } = await shippedTexts();
  const added = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  const files = { ...others, "model.yaml": `${yaml}${added.join("")}` };
  return publishDefinition({ owner: "tests", name, files });
}

const visitor = (name: string, address = "192.0.2.1"): Viewer => ({
  ...{ visitor: name, account: null, token: null, address },
});

const ask = (version: Version, viewer: Viewer) =>
  createPrediction({ version, input: version.example, source: "web", viewer });

const refusal = (made: Promise<unknown>): Promise<Problem> =>
  made.then(
    () => {
      throw new Error("it was let through");
    },
    (error) => error,
  );

test("a visitor who has run a model as often as it allows is told when to come back, and others go on", async () => {
  const version = await publish("rationed", { limits: { visitorPerHour: 2 } });
  await ask(version, visitor("ann"));
  await ask(version, visitor("ann"));
  const problem = await refusal(ask(version, visitor("ann")));
  expect(problem.status).toBe(429);
  expect(problem.message).toMatch(/^There were too many runs of this model\. Wait 60 minutes/);
  expect(problem.retryAfterSeconds).toBeGreaterThan(3_500);
  await ask(version, visitor("ben"));
  expect(await database().prediction.count()).toBe(3);
});

test("of many at once exactly as many get through as are allowed", async () => {
  const version = await publish("stormed", { limits: { visitorPerHour: 4 } });
  const made = await Promise.allSettled(
    Array.from({ length: 12 }, () => ask(version, visitor("cat"))),
  );
  const accepted = made.filter(({ status }) => status === "fulfilled").length;
  expect(await database().prediction.count()).toBe(accepted);
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThanOrEqual(4);
});

test("who throws the cookie away is still counted by address, ten visitors wide", async () => {
  const version = await publish("by-address", { limits: { visitorPerHour: 1 } });
  for (let index = 0; index < 10; index++) await ask(version, visitor(`new-${index}`));
  expect((await refusal(ask(version, visitor("new-10")))).status).toBe(429);
  await ask(version, visitor("new-10", "192.0.2.2"));
});

test("a limit on the link counts everybody but who manages the model, and a refused run counts for nothing", async () => {
  const version = await publish("popular", { limits: { linkPerHour: 2 } });
  await ask(version, visitor("dan", "192.0.2.3"));
  await ask(version, visitor("eve", "192.0.2.4"));
  await refusal(ask(version, visitor("fay", "192.0.2.5")));
  await refusal(ask(version, visitor("gus", "192.0.2.6")));
  await ask(version, INSTALLATION);
  await database().attempt.updateMany({ data: { at: new Date(Date.now() - 61 * 60_000) } });
  await ask(version, visitor("fay", "192.0.2.5"));
  await ask(version, visitor("gus", "192.0.2.6"));
});

test("an older version does not escape the limits that the current one has", async () => {
  const older = await publish("tightened", {});
  await publish("tightened", { limits: { visitorPerHour: 1 } });
  await ask(older, visitor("hal"));
  expect((await refusal(ask(older, visitor("hal")))).status).toBe(429);
});

test("one visitor can fill half of the line, and the rest is for the others", async () => {
  const version = await publish("long-line", {});
  for (let index = 0; index < 100; index++) await ask(version, visitor("joy"));
  const problem = await refusal(ask(version, visitor("joy")));
  expect(problem.status).toBe(429);
  expect(problem.message).toMatch(
    /^You have 100 predictions waiting already\. .*nothing was stored/,
  );
  expect(problem.retryAfterSeconds).toBeGreaterThan(0);
  await ask(version, visitor("kai"));
  expect(await database().prediction.count()).toBe(101);
});

test("what is left is told by the limits that count: those of the current version", async () => {
  const older = await publish("told", { limits: { visitorPerHour: 9 } });
  await publish("told", { limits: { visitorPerHour: 3 } });
  await ask(older, visitor("lea"));
  expect(await limitHeaders(older, visitor("lea"))).toMatchObject({ "ratelimit-remaining": "2" });
});

test("no more predictions of a model wait than it allows, and what was refused is not counted", async () => {
  const version = await publish("short-line", { limits: { waiting: 1, visitorPerHour: 2 } });
  const { id } = await ask(version, visitor("ida"));
  const problem = await refusal(ask(version, visitor("ida")));
  expect(problem.status).toBe(429);
  expect(problem.message).toContain("one prediction is waiting already");
  await database().prediction.delete({ where: { id } });
  await ask(version, visitor("ida"));
});

/** A prediction that ended so many days ago. */
async function endedBefore(version: Version, days: number): Promise<string> {
  const { id } = await ask(version, visitor("jon"));
  const createdAt = new Date(Date.now() - days * 86_400_000);
  await database().prediction.update({
    where: { id },
    data: { state: "succeeded", createdAt, completedAt: createdAt, outputPreview: "an answer" },
  });
  return id;
}

test("what a model keeps no longer is deleted, and its page says that it was there", async () => {
  const version = await publish("forgetful", { retentionDays: 7 });
  const kept = await publish("remembering", {});
  const [old, young, featured, elsewhere] = [
    await endedBefore(version, 8),
    await endedBefore(version, 6),
    await endedBefore(version, 9),
    await endedBefore(kept, 900),
  ];
  await database().example.create({
    data: { id: "x", modelId: version.modelId, predictionId: featured },
  });
  expect(await deleteOutdated()).toBe(1);
  expect(await getPrediction(old, INSTALLATION)).toMatchObject({ data_removed: true, input: {} });
  expect(await database().prediction.findUnique({ where: { id: old } })).toMatchObject({
    ...{ inputPreview: "", outputPreview: null, inputSha: " ".repeat(64), deletedAt: null },
  });
  for (const id of [young, featured, elsewhere])
    expect((await getPrediction(id, INSTALLATION)).data_removed).toBe(false);
  expect(await deleteOutdated()).toBe(0);
});

test("a new version's retention holds for what older versions made", async () => {
  const older = await publish("reconsidered", { retentionDays: 365 });
  const id = await endedBefore(older, 30);
  expect(await deleteOutdated()).toBe(0);
  await publish("reconsidered", { retentionDays: 7 });
  expect(await deleteOutdated()).toBe(1);
  expect((await getPrediction(id, INSTALLATION)).data_removed).toBe(true);
});

test("an input sets the sampling within its bounds, and one that is left out leaves it as it is", async () => {
  const inputs = [
    { name: "nlq", type: "text", title: "Question", maxLength: 500 },
    { name: "cols", type: "text-list", title: "Columns", maxItems: 500, maxItemLength: 200 },
    {
      ...{ name: "warmth", type: "number", title: "Warmth", sets: "temperature" },
      ...{ minimum: 0, maximum: 1, optional: true },
    },
    {
      ...{ name: "dice", type: "integer", title: "Seed", sets: "seed" },
      ...{ minimum: 0, maximum: 9, optional: true },
    },
  ];
  const { "model.yaml": yaml } = await shippedTexts();
  const files = {
    "model.yaml": yaml.replace(/^inputs:\n(?:[ -].*\n)+/m, `inputs: ${JSON.stringify(inputs)}\n`),
    "prompt.liquid": "{{ nlq }}",
    "examples.json": JSON.stringify([{ input: { nlq: "how many", cols: ["a"] } }]),
  };
  const version = await publishDefinition({ owner: "tests", name: "adjustable", files });
  const run = async (more: object) => {
    const input = { ...version.example, ...more };
    const { id } = await createPrediction({
      ...{ version, input, source: "api" },
      viewer: visitor("kim"),
    });
    const { sampling } = await database().predictionPayload.findUniqueOrThrow({
      where: { predictionId: id },
    });
    return sampling;
  };
  const { sampling } = version.definition;
  expect(await run({})).toEqual(sampling);
  expect(await run({ warmth: 0.5, dice: 7 })).toEqual({ ...sampling, temperature: 0.5, seed: 7 });
  const problem = await refusal(run({ warmth: 1.5 }));
  expect(problem.invalidFields.map(({ field }) => field)).toEqual(["input.warmth"]);
});
