import { expect, test } from "@playwright/test";
import { type ModelDefinition, modelDefinition } from "#contract/definition.ts";
import { canServe, readinessOf, requireRoom, slotsFor } from "#server/inference/engines.ts";
import { limitsOf } from "#server/inference/limits.ts";
import { enginesFor, registeredEngines, targetOf, targetOn } from "#server/inference/registry.ts";
import type { Problem } from "#server/problem.ts";
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
test.beforeEach(() => {
  bundled.set({});
  vllm.set({});
});
test.afterAll(async () => {
  setEngines(undefined);
  await bundled.close();
  await vllm.close();
});

const cluster = (more = "") => `
engines:
  - name: cluster
    address: ${vllm.url}/
    dialect: vllm
    slots: 12
    ${more}
    models:
      - weights: ${ELSEWHERE}
        base: org/base
        adapters: { French adapter: french }
`;

const untilReady = (model: ModelDefinition) =>
  until(async () => (await readinessOf(model)).kind === "ready");

test.describe("with the bundled engine alone", () => {
  test.beforeEach(() => setEngines(bundled.url));

  const promptOf = (words: number) => [
    { kind: "text" as const, text: "word ".repeat(words).trim() },
  ];

  test("a prompt that fits with its answer is let through", async () => {
    const { maxTokens } = definition.sampling;
    await requireRoom(definition, promptOf(512 - maxTokens), maxTokens);
  });

  test("a prompt that leaves no room for the answer is refused with the counts, and never cut", async () => {
    const problem: Problem = await requireRoom(
      definition,
      promptOf(400),
      definition.sampling.maxTokens,
    ).then(
      () => {
        throw new Error("it was let through");
      },
      (error) => error,
    );
    expect(problem.status).toBe(422);
    expect(problem.invalidFields).toEqual([
      {
        type: "prompt_too_long",
        field: "input",
        description: expect.stringMatching(/prompt of 400 tokens; with 256 .* more than the 512/),
      },
    ]);
  });

  test("slots and readiness are what the engine says", async () => {
    expect(await slotsFor(definition)).toBe(2);
    expect(await readinessOf(definition)).toEqual({ kind: "ready" });
    expect(await readinessOf(await definitionOf("other"))).toMatchObject({
      kind: "waking",
      progress: 0.4,
    });
    expect(await limitsOf(definition)).toEqual([]);
  });

  test("weights that nobody has are to be brought by hand", async () => {
    expect(await readinessOf(elsewhere)).toMatchObject({ kind: "no-weights" });
    expect(await slotsFor(elsewhere)).toBe(0);
  });

  test("an engine whose weights are unloaded can serve; one that loads its first cannot yet", async () => {
    bundled.set({ state: "unloaded" });
    expect(await canServe()).toBe(true);
    setEngines(bundled.url);
    bundled.set({ state: "loading" });
    expect(await canServe()).toBe(false);
  });
});

test("a model's adapter is run at the strength that its definition names, or as it was trained", () => {
  const adapter = {
    ...{ name: "French", license: "MIT", sha256: "d".repeat(64), sources: ["french.gguf"] },
  };
  const parsed = modelDefinition.parse({ ...elsewhere, adapter });
  expect(targetOf(parsed)).toEqual({
    base: ELSEWHERE,
    adapter: { name: "d".repeat(64), scale: 1 },
  });
  const weaker = modelDefinition.parse({ ...elsewhere, adapter: { ...adapter, scale: 0.25 } });
  expect(targetOf(weaker).adapter?.scale).toBe(0.25);
  expect(() => modelDefinition.parse({ ...elsewhere, adapter: { name: "French" } })).toThrow();
});

test.describe("with an engine elsewhere", () => {
  test("it comes before the bundled one for the weights that it names, and for no others", () => {
    setEngines(bundled.url, cluster());
    const names = (model: ModelDefinition) => enginesFor(model).map(({ name }) => name);
    expect(names(elsewhere)).toEqual(["cluster", "bundled"]);
    expect(names(definition)).toEqual(["bundled"]);
  });

  test("it counts as ready once it has been found out what it can do", async () => {
    setEngines(bundled.url, cluster());
    expect(await readinessOf(elsewhere)).toMatchObject({ kind: "waking" });
    await untilReady(elsewhere);
    expect(await slotsFor(elsewhere)).toBe(12);
    const [entry] = registeredEngines();
    expect(entry?.capabilities?.constraints).toEqual({
      json: "kept",
      regex: "kept",
      choice: "kept",
    });
    expect(await limitsOf(elsewhere)).toEqual([
      "This engine cannot hold outputs to a grammar; it holds them to a JSON schema, and the other rules are checked afterwards.",
    ]);
  });

  test("that ignores constraints has its model's page say so", async () => {
    vllm.set({ ignoresConstraints: true });
    setEngines(bundled.url, cluster());
    await untilReady(elsewhere);
    expect(await limitsOf(elsewhere)).toEqual([
      "This engine cannot hold outputs to a grammar; outputs are checked afterwards.",
    ]);
  });

  test("it is not asked how it is while nobody needs it, where it goes to sleep by itself", async () => {
    // An engine of its own, as earlier stories may still be asking theirs.
    const sleeper = await startFakeEngine("vllm");
    setEngines(bundled.url, cluster("scaleToZero: true").replace(vllm.url, sleeper.url));
    expect(await readinessOf(elsewhere)).toMatchObject({ kind: "asleep" });
    expect(await canServe()).toBe(true);
    expect(sleeper.keys).toEqual([]);
    await sleeper.close();
  });

  test("an adapter is found by its digest or by its name", () => {
    setEngines(bundled.url, cluster());
    const adapter = {
      ...{ name: "French adapter", license: "MIT", sha256: "d".repeat(64) },
      ...{ sources: ["french.gguf"], scale: 1 },
    };
    const [entry] = registeredEngines();
    if (!entry) throw new Error("no engine is registered");
    expect(targetOn(entry, { ...elsewhere, adapter })).toEqual({
      ...{ base: ELSEWHERE, adapter: { name: "French adapter", scale: 1 } },
    });
    expect(targetOn(entry, { ...elsewhere, adapter: { ...adapter, name: "German" } })).toBeNull();
  });
});

test.describe("what is told of an engine elsewhere", () => {
  test("what it has no words for, where the model asks for it", async () => {
    const plain = await startFakeEngine("openai");
    setEngines(bundled.url, cluster().replace(vllm.url, plain.url).replace("vllm", "openai"));
    const sampling = { ...elsewhere.sampling, minP: 0.1, topK: 0, repetitionPenalty: 1 };
    const adapter = {
      ...{ name: "French adapter", license: "MIT", sha256: "d".repeat(64) },
      ...{ sources: ["french.gguf"], scale: 0.5 },
    };
    const limits = await limitsOf({ ...elsewhere, sampling, adapter });
    expect(limits).toEqual([
      expect.stringContaining("cannot hold outputs to a grammar"),
      "Typed special tokens may count here.",
      "This engine has no setting for min_p: what the model asks for there does not count.",
      "This engine runs adapters at full strength only and this model asks for 0.5: it cannot run here.",
    ]);
    await plain.close();
  });

  test("that it is away", async () => {
    setEngines(bundled.url, cluster());
    await untilReady(elsewhere);
    vllm.set({ state: "died" });
    await until(async () => (await readinessOf(elsewhere)).kind === "failed");
  });
});
