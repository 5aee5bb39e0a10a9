import { readCompletionChunk } from "./completion-chunk.ts";
import type { Dialect } from "./dialect.ts";

/** OpenAI's own protocol and nothing else: what every compatible server should take. The other dialects begin from it. */
export const openai: Dialect = {
  name: "openai",
  paths: {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    models: "/v1/models",
    health: null,
    tokenize: null,
    metrics: null,
    asleep: null,
    version: null,
  },
  metricsByModel: false,
  metricNames: {},
  sampling: {
    maxTokens: "max_tokens",
    temperature: "temperature",
    topP: "top_p",
    topK: null,
    minP: null,
    repetitionPenalty: null,
    seed: "seed",
    stop: "stop",
  },
  constraint: {
    json: (schema) => ({
      response_format: {
        type: "json_schema",
        json_schema: { name: "output", schema, strict: true },
      },
    }),
    regex: null,
    choice: null,
    grammar: null,
  },
  model: ({ base, adapter }) => ({ model: adapter?.adapter.name ?? base }),
  scalesAdapters: false,
  prompt: "text",
  tokenizer: null,
  extras: () => ({}),
  body: ({ model, prompt, settings, constraint }) => ({
    ...model,
    prompt,
    stream: true,
    stream_options: { include_usage: true },
    ...settings,
    ...constraint,
  }),
  framing: "sse",
  chunk: readCompletionChunk,
  states: "health",
  failsWith503: false,
  loadModel: null,
  loadAdapter: null,
  unloadAdapter: null,
};
