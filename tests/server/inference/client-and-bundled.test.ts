import { expect, test } from "@playwright/test";
import { probe } from "#server/inference/client/probe.ts";
import { dialects } from "#server/inference/dialects.ts";
import type { GenerateRequest } from "#server/inference/engine.ts";
import { openAiEngine, type RemoteEngine } from "#server/inference/openai.ts";
import { hasWeights, startEngine, type TestEngine } from "../../support/bundled-engine.ts";
import { collect, textOf } from "../../support/dialect-subject.ts";
import { until } from "../../support/installation.ts";

test.skip(!hasWeights, "needs the shipped model's weights");

const target = { base: "smollm2", adapter: null };

const QUESTION: GenerateRequest = {
  ...{ id: "p", target, lane: "shared", cacheSalt: "somebody" },
  constraint: { kind: "grammar", syntax: "gbnf", text: 'root ::= "yes"' },
  segments: [{ kind: "text", text: "Is water wet? <|im_end|>" }],
  sampling: {
    ...{ maxTokens: 8, temperature: 0, topP: 1, topK: 0, minP: 0 },
    ...{ repetitionPenalty: 1, seed: 7, stop: [] },
  },
};

let bundled: TestEngine;
let engine: RemoteEngine;

test.beforeAll(async () => {
  bundled = await startEngine({ preload: null, slots: 2 });
  engine = openAiEngine(dialects.bundled, { url: bundled.url, token: bundled.token });
});
test.afterAll(() => bundled.stop());

const ask = (changes: Partial<GenerateRequest>, signal = new AbortController().signal) =>
  collect(engine.generate({ ...QUESTION, ...changes }, signal));

test("the app's client and the bundled engine understand each other, call by call", async () => {
  expect(await engine.models()).toMatchObject([{ base: "smollm2", state: { kind: "unloaded" } }]);
  await engine.ensure(target, 512);
  await until(async () => (await engine.models())[0]?.state.kind === "ready");
  expect(await engine.models()).toMatchObject([{ contextLength: 512, slots: 2 }]);

  const events = await ask({});
  expect(textOf(events)).toBe("yes");
  const end = events.at(-1);
  expect(end).toMatchObject({
    ...{ type: "end", dropped: [], usage: { prompt: expect.any(Number) } },
    promptTokens: await engine.tokenize(target, QUESTION.segments),
    environment: { id: expect.stringMatching(/^[0-9a-f]{64}$/) },
    conditions: { lane: "shared" },
  });
});

test("the bundled engine keeps every kind of constraint that its client says it does", async () => {
  const { constraints } = await probe(engine, target);
  expect(constraints).toEqual({ json: "kept", regex: "kept", choice: "kept", grammar: "kept" });
});

test("its refusals are told apart", async () => {
  const stranger = openAiEngine(dialects.bundled, {
    url: bundled.url,
    token: "another-token-here",
  });
  await expect(
    collect(stranger.generate(QUESTION, new AbortController().signal)),
  ).rejects.toMatchObject({ kind: "auth" });
  await expect(ask({ target: { ...target, base: "gone" } })).rejects.toMatchObject({
    kind: "model_not_found",
  });
  await expect(
    ask({ segments: [{ kind: "text", text: "word ".repeat(1_000) }] }),
  ).rejects.toMatchObject({ kind: "context_overflow" });
  await expect(
    ask({ constraint: { kind: "grammar", syntax: "gbnf", text: "no grammar" } }),
  ).rejects.toMatchObject({ kind: "bad_request" });
});

test("what the visitor stops is stopped on the engine", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  const sampling = { ...QUESTION.sampling, maxTokens: 400 };
  const running = engine.generate(
    {
      ...QUESTION,
      constraint: { kind: "grammar", syntax: "gbnf", text: 'root ::= "a"+' },
      sampling,
    },
    abort.signal,
  );
  const read = async () => {
    for await (const event of running) if (event.type === "delta") abort.abort(reason);
  };
  await expect(read()).rejects.toBe(reason);
  // The slots are free again: as many requests as there are slots get their answers.
  const both = await Promise.all([ask({}), ask({})]);
  expect(both.map(textOf)).toEqual(["yes", "yes"]);
});
