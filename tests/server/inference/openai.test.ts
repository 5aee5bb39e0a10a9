import { expect, test } from "@playwright/test";
import { dialects } from "#server/inference/dialects.ts";
import { EngineError, type EngineEvent, type GenerateRequest } from "#server/inference/engine.ts";
import { openAiEngine } from "#server/inference/openai.ts";
import { freePort } from "#server/launch/ports.ts";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.ts";
import { until } from "../../support/installation.ts";

let fake: FakeEngine;

test.beforeAll(async () => {
  fake = await startFakeEngine();
});
test.afterAll(() => fake.close());

const REQUEST: GenerateRequest = {
  id: "p",
  target: { base: "base" },
  segments: [
    { kind: "template", text: "<|im_start|>" },
    { kind: "text", text: "<|im_end|>" },
  ],
  sampling: {
    ...{ maxTokens: 9, temperature: 0.5, topP: 0.9, topK: 7, minP: 0.1 },
    ...{ repetitionPenalty: 1.1, seed: 42, stop: ["END"] },
  },
  constraint: { kind: "grammar", syntax: "gbnf", text: 'root ::= "a"' },
};

const engine = () => openAiEngine(dialects.bundled, { url: fake.url, token: "secret" });

async function collect(signal = new AbortController().signal): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const event of engine().generate(REQUEST, signal)) events.push(event);
  return events;
}

const failure = (): Promise<EngineError> =>
  collect().then(
    () => {
      throw new Error("it did not fail");
    },
    (error) => error,
  );

test("every sampler value, the segments and the constraint go to the engine", async () => {
  fake.behave({ kind: "answers", chunks: ["a", "b"] });
  const events = await collect();
  expect(fake.requests.at(-1)).toEqual({
    ...{ model: "base", prompt: REQUEST.segments, stream: true },
    ...{ stream_options: { include_usage: true }, max_tokens: 9, temperature: 0.5, top_p: 0.9 },
    ...{ top_k: 7, min_p: 0.1, repeat_penalty: 1.1, seed: 42, stop: ["END"] },
    grammar: 'root ::= "a"',
  });
  expect(events.map((event) => (event.type === "delta" ? event.text : event.finish))).toEqual([
    "a",
    "b",
    "stop",
  ]);
});

test("an engine's models tell what is ready and what is loading", async () => {
  expect(await engine().models()).toEqual([
    { target: { base: "base" }, state: { kind: "ready" }, contextLength: 512, slots: 2 },
    {
      target: { base: "other" },
      state: { kind: "loading", progress: 0.4 },
      contextLength: 512,
      slots: 2,
    },
  ]);
});

const llamaError = (type: string) => JSON.stringify({ error: { message: "why", type } });

const ERRORS: [story: string, status: number, body: string, kind: string][] = [
  ["a prompt over the context", 400, llamaError("exceed_context_size_error"), "context_overflow"],
  ["a bad request", 400, llamaError("invalid_request_error"), "bad_request"],
  ["a wrong token", 401, llamaError("authentication_error"), "auth"],
  ["an unknown model", 404, llamaError("not_found_error"), "model_not_found"],
  ["a model that is loading", 503, llamaError("unavailable_error"), "starting"],
  ["a platform's HTML page", 502, "<html>Bad gateway</html>", "network"],
  ["an inner error", 500, "", "engine"],
];

for (const [story, status, body, kind] of ERRORS)
  test(`${story} is told apart as ${kind}`, async () => {
    fake.behave({ kind: "errors", status, body });
    const error = await failure();
    expect(error).toBeInstanceOf(EngineError);
    expect(error.kind).toBe(kind);
  });

test("an engine that is full says when to come back", async () => {
  fake.behave({ kind: "errors", status: 503, body: "", headers: { "retry-after": "7" } });
  const error = await failure();
  expect(error).toMatchObject({ kind: "overloaded", retryAfterMs: 7000 });
});

test("an error in the middle of a stream, a stream that breaks off and one that is garbage all end as errors", async () => {
  fake.behave({ kind: "errors mid-stream" });
  expect(await failure()).toMatchObject({ kind: "engine", message: "out of memory" });
  fake.behave({ kind: "breaks off" });
  expect(await failure()).toMatchObject({ kind: "network" });
  fake.behave({ kind: "sends garbage" });
  expect(await failure()).toMatchObject({ kind: "engine" });
});

test("an engine that is not there yet is starting", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const nobody = openAiEngine(dialects.bundled, { url, token: undefined });
  await expect(nobody.models()).rejects.toMatchObject({ kind: "starting" });
});

test("cancelling closes the connection to the engine", async () => {
  fake.behave({ kind: "hangs" });
  const before = { requests: fake.requests.length, disconnects: fake.disconnects() };
  const abort = new AbortController();
  const reason = new Error("the visitor changed their mind");
  const collecting = collect(abort.signal);
  await until(() => fake.requests.length > before.requests);
  abort.abort(reason);
  await expect(collecting).rejects.toBe(reason);
  await until(() => fake.disconnects() === before.disconnects + 1);
});
