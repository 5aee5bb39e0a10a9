import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { database } from "#server/database.ts";
import { type Desk, openDesk, refill } from "#server/inference/claiming.ts";
import type { Claim } from "#server/inference/lease.ts";
import { registeredEngines } from "#server/inference/registry.ts";
import { runPrediction } from "#server/inference/runner.ts";
import { createPrediction } from "#server/predictions.ts";
import { publishFolder } from "#server/publishing.ts";
import type { Version } from "#server/versions.ts";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.ts";
import { until } from "../../support/installation.ts";
import { setEngines } from "../../support/registry.ts";
import { copyShippedTo } from "../../support/shipped.ts";
import { startTestDatabase } from "../../support/test-database.ts";

const HERE = "a".repeat(64);
const ELSEWHERE = "c".repeat(64);

let stopDatabase: () => Promise<void>;
let bundled: FakeEngine;
let vllm: FakeEngine;
let here: Version;
let elsewhere: Version;

test.beforeAll(async () => {
  stopDatabase = await startTestDatabase();
  [bundled, vllm] = await Promise.all([startFakeEngine("bundled"), startFakeEngine("vllm")]);
  here = await publishOn(HERE, "here");
  elsewhere = await publishOn(ELSEWHERE, "elsewhere");
});
test.beforeEach(async () => {
  bundled.set({ base: HERE });
  vllm.set({});
  await database().prediction.deleteMany();
});
test.afterAll(async () => {
  setEngines(undefined);
  await Promise.all([bundled.close(), vllm.close(), stopDatabase()]);
});

/** The shipped model on other weights, under another name. */
async function publishOn(sha256: string, name: string): Promise<Version> {
  const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-model-")), name);
  await copyShippedTo(folder);
  const file = path.join(folder, "model.yaml");
  const text = fs.readFileSync(file, "utf8").replace(/sha256: \w{64}/, `sha256: ${sha256}`);
  fs.writeFileSync(file, text);
  return publishFolder(folder, "tests");
}

/** The desks of an engine elsewhere with these slots, and of the bundled one. */
function openDesks(slots = 2): [Desk, Desk] {
  setEngines(
    bundled.url,
    `engines: [{ name: cluster, address: "${vllm.url}", dialect: vllm, slots: ${slots},
      models: [{ weights: ${ELSEWHERE}, base: org/base }] }]`,
  );
  const [cluster, own] = registeredEngines().map(openDesk);
  if (!cluster || !own) throw new Error("two engines should be registered");
  return [cluster, own];
}

const ask = (version: Version, visitor: string | null = null) =>
  createPrediction({
    ...{ version, input: version.example, source: "api" as const },
    viewer: { visitor, account: null, token: null, address: null },
  });

async function claimsOf(desk: Desk): Promise<Claim[]> {
  const claims: Claim[] = [];
  await refill(desk, (claim) => claims.push(claim));
  return claims;
}

/** Refills until as many are claimed as there should be; an engine elsewhere is first tried out. */
async function claimUntil(desk: Desk, count: number): Promise<Claim[]> {
  const claims: Claim[] = [];
  await until(async () => {
    await refill(desk, (claim) => claims.push(claim));
    return claims.length >= count;
  });
  return claims;
}

test("each engine claims what it serves, and no more than it has slots", async () => {
  const [cluster, own] = openDesks(2);
  for (const version of [here, elsewhere, elsewhere, elsewhere]) await ask(version);
  const ours = await claimUntil(own, 1);
  expect(ours.map(({ versionId }) => versionId)).toEqual([here.id]);
  const theirs = await claimUntil(cluster, 2);
  expect(theirs.map(({ versionId }) => versionId)).toEqual([elsewhere.id, elsewhere.id]);
  expect(await claimsOf(cluster)).toEqual([]);
});

test("an engine that hangs holds up no other", async () => {
  vllm.set({ hangs: true });
  const [cluster, own] = openDesks();
  await ask(elsewhere);
  await ask(here);
  const waiting = claimsOf(cluster);
  expect((await claimUntil(own, 1)).map(({ versionId }) => versionId)).toEqual([here.id]);
  expect(await waiting).toEqual([]);
});

test("weights that are waited for are asked for once, and claimed when they are there", async () => {
  bundled.set({ base: HERE, state: "unloaded" });
  const [, own] = openDesks();
  await ask(here);
  const loads = () => bundled.calls.filter(({ path: route }) => route === "/models/load");
  const before = loads().length;
  for (let round = 0; round < 4; round += 1) expect(await claimsOf(own)).toEqual([]);
  await until(() => loads().length > before);
  expect(loads().slice(before)).toEqual([
    { path: "/models/load", body: { model: HERE, n_ctx: 2048 } },
  ]);
  bundled.set({ base: HERE });
  expect(await claimUntil(own, 1)).toHaveLength(1);
});

test("visitors take turns, whoever asked more", async () => {
  const [, own] = openDesks();
  for (const visitor of ["busy", "busy", "busy", "busy", "quiet"]) await ask(here, visitor);
  const first = await claimUntil(own, 2);
  expect(first.map(({ visitor }) => visitor)).toEqual(["busy", "busy"]);
  own.running.delete(first[0]?.id ?? ""); // one place is free again
  const next = await claimsOf(own);
  expect(next.map(({ visitor }) => visitor)).toEqual(["quiet"]);
});

test("an engine that is full gets a rest, and the prediction its place back, uncounted", async () => {
  const [cluster] = openDesks();
  await ask(elsewhere);
  const [claim] = await claimUntil(cluster, 1);
  if (!claim) throw new Error("nothing was claimed");
  vllm.set({ refusal: { status: 429, retryAfter: "9" } });
  const outcome = await runPrediction(claim, cluster.entry, new AbortController().signal);
  expect(outcome).toEqual({ kind: "handed back", pauseMs: 9000 });
  const row = await database().prediction.findUniqueOrThrow({ where: { id: claim.id } });
  expect(row).toMatchObject({ state: "queued", attempt: 0, worker: null });
});

test("what an engine elsewhere could not do is stored with the prediction", async () => {
  const [cluster] = openDesks();
  await ask(elsewhere, "somebody");
  const [claim] = await claimUntil(cluster, 1);
  if (!claim) throw new Error("nothing was claimed");
  vllm.set({
    pieces: ['{"calculations":[{"op":"COUNT"}],', '"time_range":7200}'],
    ignoresConstraints: true,
  });
  expect(await runPrediction(claim, cluster.entry, new AbortController().signal)).toEqual({
    kind: "ended",
  });
  const sent = vllm.requests.at(-1);
  expect(sent).toMatchObject({ structured_outputs: { json: { anyOf: expect.any(Array) } } });
  expect(sent?.cache_salt).toMatch(/^[0-9a-f]{64}$/);
  const row = await database().prediction.findUniqueOrThrow({
    where: { id: claim.id },
    include: { payload: true, environment: true },
  });
  expect(row).toMatchObject({ state: "succeeded", tokensIn: 3, tokensOut: 2 });
  expect(row.payload).toMatchObject({ dropped: [], conditions: null, violations: [] });
  expect(row.payload?.constraintSha).toMatch(/^[0-9a-f]{64}$/);
  expect(row.environment?.facts).toMatchObject({ engine: { dialect: "vllm" } });
});

test("an engine that keeps to nothing runs it unheld, and that is stored", async () => {
  vllm.set({ ignoresConstraints: true });
  const [cluster] = openDesks();
  await ask(elsewhere);
  const [claim] = await claimUntil(cluster, 1);
  if (!claim) throw new Error("nothing was claimed");
  await runPrediction(claim, cluster.entry, new AbortController().signal);
  expect(vllm.requests.at(-1)).not.toHaveProperty("structured_outputs");
  const payload = await database().predictionPayload.findUniqueOrThrow({
    where: { predictionId: claim.id },
    include: { prediction: true },
  });
  expect(payload).toMatchObject({ dropped: ["constraint"], constraintSha: null });
  expect((payload.violations as string[]).length).toBeGreaterThan(0);
  expect(payload.prediction.hasViolations).toBe(true);
});
