import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import type { ModelDefinition } from "#contract/definition.ts";
import { readDefinition } from "#server/definition-folder.ts";
import { amendEnv } from "#server/env.ts";
import { engineSlots, readinessOf, requireRoom } from "#server/inference/engines.ts";
import type { Problem } from "#server/problem.ts";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.ts";

const FOLDER = fileURLToPath(new URL("../../../models/honeycomb-nlq", import.meta.url));

let fake: FakeEngine;
let definition: ModelDefinition;

test.beforeAll(async () => {
  fake = await startFakeEngine();
  amendEnv({ VITRINE_ENGINE_URL: fake.url });
  const shipped = await readDefinition(FOLDER);
  definition = { ...shipped, weights: { ...shipped.weights, sha256: "base" } };
});
test.afterAll(() => fake.close());

const promptOf = (words: number) => [{ kind: "text" as const, text: "word ".repeat(words).trim() }];

test("a prompt that fits with its answer is let through", async () => {
  await requireRoom(definition, promptOf(512 - definition.sampling.maxTokens));
});

test("a prompt that leaves no room for the answer is refused with the counts, and never cut", async () => {
  const problem: Problem = await requireRoom(definition, promptOf(400)).then(
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

test("the engine's slots and a model's readiness are what the engine says", async () => {
  expect(await engineSlots()).toBe(2);
  expect(await readinessOf(definition)).toEqual({ kind: "ready" });
  const loading = { ...definition, weights: { ...definition.weights, sha256: "other" } };
  expect(await readinessOf(loading)).toEqual({ kind: "waking", progress: 0.4 });
});
