import { expect, test } from "@playwright/test";
import type { ModelDefinition } from "#contract/definition.ts";
import { readinessOf } from "#server/inference/engines.ts";
import { enginesFor } from "#server/inference/registry.ts";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.ts";
import { until } from "../../support/installation.ts";
import { definitionOf, setEngines } from "../../support/registry.ts";

const ELSEWHERE = "c".repeat(64);

let bundled: FakeEngine;
let vllm: FakeEngine;
let definition: ModelDefinition;
let elsewhere: ModelDefinition;

test.beforeAll(async () => {
  bundled = await startFakeEngine("bundled");
  vllm = await startFakeEngine("vllm");
  definition = await definitionOf("org/base");
  elsewhere = await definitionOf(ELSEWHERE);
});
test.beforeEach(() => vllm.set({}));
test.afterAll(async () => {
  setEngines(undefined);
  await bundled.close();
  await vllm.close();
});

const cluster = () => `
engines:
  - name: cluster
    address: ${vllm.url}
    dialect: vllm
    models: [{ weights: ${ELSEWHERE}, base: org/base }]
`;

const on = (engine: string, model: ModelDefinition = elsewhere) => ({ ...model, engine });
const names = (model: ModelDefinition) => enginesFor(model).map(({ name }) => name);

const untilReady = (model: ModelDefinition) =>
  until(async () => (await readinessOf(model)).kind === "ready");

test("a model that names its engine runs there alone", async () => {
  setEngines(bundled.url, cluster());
  expect(names(on("cluster"))).toEqual(["cluster"]);
  expect(names(on("bundled"))).toEqual(["bundled"]);
  await untilReady(on("cluster"));
});

test("it cannot run where that engine is not set up, or has other weights, and says so", async () => {
  setEngines(bundled.url, cluster());
  expect(await readinessOf(on("vision"))).toEqual({
    kind: "no-engine",
    reason:
      "It runs on the engine vision alone, which is not set up here: the file at VITRINE_ENGINES lists the engines.",
  });
  expect(await readinessOf(on("cluster", definition))).toMatchObject({
    kind: "no-engine",
    reason: expect.stringContaining("alone, which is not said to serve"),
  });
});

test("it is as that engine is, and asks for no weights here", async () => {
  vllm.set({ state: "died" });
  setEngines(bundled.url, cluster());
  expect(await readinessOf(on("cluster"))).toMatchObject({ kind: "waking" });
  vllm.set({});
  await untilReady(on("cluster"));
  vllm.set({ state: "died" });
  const failed = { kind: "failed", reason: "The engine says that it has failed." };
  await until(async () => (await readinessOf(on("cluster"))).kind !== "ready");
  expect(await readinessOf(on("cluster"))).toEqual(failed);
});
