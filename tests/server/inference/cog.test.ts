import { expect, test } from "@playwright/test";
import { cogEngine } from "#server/inference/client/cog.ts";
import type { GenerateRequest } from "#server/inference/engine.ts";
import { freePort } from "#server/launch/ports.ts";
import { SAMPLING, SEGMENTS } from "../../support/dialect-expectations.ts";
import { collect, WEIGHTS } from "../../support/dialect-subject.ts";
import { type CogGeneration, type FakeCog, startFakeCog } from "../../support/fake-cog.ts";
import { until } from "../../support/installation.ts";

const REQUEST: GenerateRequest = {
  ...{ id: "prediction-1", target: { base: WEIGHTS, adapter: null }, segments: SEGMENTS },
  ...{ sampling: SAMPLING, constraint: { kind: "none" }, lane: "shared", cacheSalt: null },
};

const models = [{ weights: WEIGHTS, base: "llama", contextLength: 512, adapters: {} }];
const clientFor = (url: string) => cogEngine({ url, token: undefined, models });

const INPUT = {
  ...{ prompt: "<|im_start|>hi <|im_end|><|im_end|>", prompt_template: "{prompt}" },
  ...{ max_new_tokens: 9, temperature: 0.5, top_p: 0.9, top_k: 7, seed: 42, stop_sequences: "END" },
};

const GENERATIONS: [CogGeneration, method: string, path: string, pieces: string[]][] = [
  ["first", "POST", "/predictions", ["hello world"]],
  ["python", "PUT", "/predictions/prediction-1", ["hello world"]],
  ["coglet", "PUT", "/predictions/prediction-1", ["hello", " world"]],
];

for (const [generation, method, path, pieces] of GENERATIONS)
  test.describe(`a container of the generation ${generation}`, () => {
    let fake: FakeCog;
    test.beforeAll(async () => {
      fake = await startFakeCog(generation);
    });
    test.beforeEach(() => fake.set({}));
    test.afterAll(() => fake.close());

    const run = (changes: Partial<GenerateRequest> = {}, signal = new AbortController().signal) =>
      collect(clientFor(fake.url).generate({ ...REQUEST, ...changes }, signal));

    test("gets its inputs under its own names, and what it has none for is told", async () => {
      const events = await run({ constraint: { kind: "json", schema: { type: "object" } } });
      expect(fake.predictions.at(-1)).toEqual({ method, path, input: INPUT });
      const deltas = events.flatMap((event) => (event.type === "delta" ? [event.text] : []));
      expect(deltas).toEqual(pieces);
      expect(events.at(-1)).toMatchObject({
        ...{ finish: "stop", usage: { prompt: 3, completion: 2 } },
        dropped: ["minP", "repetitionPenalty", "constraint"],
        environment: { facts: { engine: { dialect: "cog", version: "0.22.0", base: "llama" } } },
      });
    });

    test("gets a constraint where its author made an input for one", async () => {
      fake.set({
        inputs: { prompt: {}, grammar: { type: "string" }, jsonschema: { type: "string" } },
      });
      await run({ constraint: { kind: "json", schema: { type: "object" } } });
      expect(fake.predictions.at(-1)?.input).toEqual({
        prompt: INPUT.prompt,
        jsonschema: '{"type":"object"}',
      });
    });

    for (const [ending, kind] of [
      ["failed", "engine"],
      ["canceled", "engine"],
      ["refused", "bad_request"],
      ["full", "overloaded"],
    ] as const)
      test(`whose prediction is ${ending} is told apart as ${kind}`, async () => {
        fake.set({ ending });
        await expect(run()).rejects.toMatchObject({ name: "EngineError", kind });
      });

    test("is told when a visitor stops it", async () => {
      fake.set({ ending: "never" });
      const asked = fake.predictions.length;
      const left = fake.disconnects();
      const abort = new AbortController();
      const reason = new Error("enough");
      const running = run({}, abort.signal);
      await until(() => fake.predictions.length > asked);
      abort.abort(reason);
      await expect(running).rejects.toBe(reason);
      await until(() => fake.disconnects() > left);
      if (generation !== "first") await until(() => fake.cancels.includes("prediction-1"));
    });
  });

test.describe("a container's state", () => {
  const STATES = [
    ["STARTING", "loading"],
    ["READY", "ready"],
    ["BUSY", "ready"],
    ["SETUP_FAILED", "failed"],
    ["DEFUNCT", "failed"],
    ["UNHEALTHY", "failed"],
    ["UNKNOWN", "loading"],
  ] as const;

  for (const [status, kind] of STATES)
    test(`${status} reads as ${kind}, and what its logs say stays there`, async () => {
      const fake = await startFakeCog("coglet");
      fake.set({ status });
      const [model] = await clientFor(fake.url).models();
      expect(model).toMatchObject({ base: WEIGHTS, contextLength: 512, state: { kind } });
      expect(JSON.stringify(model)).not.toContain("a secret");
      await fake.close();
    });

  test("nobody there reads as loading, the first generation as ready", async () => {
    const nobody = clientFor(`http://127.0.0.1:${await freePort()}`);
    expect((await nobody.models())[0]?.state.kind).toBe("loading");
    const fake = await startFakeCog("first");
    expect((await clientFor(fake.url).models())[0]?.state.kind).toBe("ready");
    await fake.close();
  });
});

test("a container has no adapters, and no tokens to tell", async () => {
  const fake = await startFakeCog("coglet");
  const engine = clientFor(fake.url);
  const target = { base: WEIGHTS, adapter: { name: "french", scale: 1 } };
  await expect(
    collect(engine.generate({ ...REQUEST, target }, new AbortController().signal)),
  ).rejects.toMatchObject({ kind: "bad_request" });
  await expect(engine.tokenize(target, SEGMENTS)).rejects.toMatchObject({ name: "EngineError" });
  await fake.close();
});
