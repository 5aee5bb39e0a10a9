import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { dialects } from "#server/inference/dialects.ts";
import { openAiEngine } from "#server/inference/openai.ts";
import { collect, textOf, withSubject } from "../../support/dialect-subject.ts";
import { until } from "../../support/installation.ts";

const subject = withSubject("bundled");

test("an engine that takes a request and says nothing can be left at once", async () => {
  const { fake, run } = subject();
  fake.set({ hangs: true });
  const abort = new AbortController();
  const reason = new Error("the visitor changed their mind");
  const keys = fake.keys.length;
  const running = run({}, abort.signal);
  await until(() => fake.keys.length > keys);
  abort.abort(reason);
  await expect(running).rejects.toBe(reason);
});

test("a request that is aborted before it is sent is never sent", async () => {
  const { fake, run } = subject();
  const reason = new Error("stopping");
  const before = fake.requests.length;
  await expect(run({}, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(fake.requests.length).toBe(before);
});

const LAST_CHUNK = {
  choices: [],
  usage: {
    ...{ prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 },
    prompt_tokens_details: { cached_tokens: 2 },
  },
  timings: { queue_ms: 1, load_ms: 0, prompt_n: 2, prompt_ms: 2, predicted_n: 1, predicted_ms: 3 },
  prompt_tokens: [5, 6, 7, 8],
  seed: 42,
  environment: {
    id: "e".repeat(64),
    facts: { engine: { llamaCpp: "b1" } },
    certificate: { repeated: true, batched: true, chunked: false, reusedPrefix: false },
  },
  conditions: {
    ...{ lane: "exact", sequences_max: 1, prompt_chunks: [2, 2] },
    ...{ probabilities_hash: "f".repeat(64), smallest_gap: 0.25 },
  },
};

test("all that the bundled engine tells at the end of an answer is kept", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const first = { choices: [{ index: 0, text: "yes", tokens: [9], finish_reason: "stop" }] };
    for (const chunk of [first, LAST_CHUNK]) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const engine = openAiEngine(dialects.bundled, { url, token: undefined });
  const request = subject().request({ lane: "exact" });
  const events = await collect(engine.generate(request, new AbortController().signal));
  expect(textOf(events)).toBe("yes");
  expect(events.at(-1)).toEqual({
    ...{ type: "end", finish: "stop", dropped: [], promptTokens: [5, 6, 7, 8] },
    usage: { prompt: 4, completion: 1, cached: 2 },
    timings: { queueMs: 1, promptMs: 2, decodeMs: 3, source: "engine" },
    environment: LAST_CHUNK.environment,
    conditions: {
      ...{ lane: "exact", sequencesMax: 1, promptChunks: [2, 2] },
      ...{ probabilitiesHash: "f".repeat(64), smallestGap: 0.25 },
    },
  });
  server.close();
});
