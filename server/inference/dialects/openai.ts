import { readCompletionChunk } from "./completion-chunk.ts";
import type { BodyParts, Dialect, Fields } from "./dialect.ts";

/** OpenAI's own protocol and nothing else: what every compatible server should take. The other dialects begin from it. */
export const openai: Dialect = {
  name: "openai",
  paths: {
    generate: "/v1/completions",
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
  body: streamed,
  chat: { path: "/v1/chat/completions", body: streamed },
  framing: "sse",
  chunk: readCompletionChunk,
  states: "health",
  failsWith503: false,
  loadModel: null,
  loadAdapter: null,
  unloadAdapter: null,
};

function streamed<Asked>(parts: BodyParts & Asked): Fields {
  const { model, settings, constraint, contextLength: _unsaid, ...asked } = parts;
  const stream = { stream: true, stream_options: { include_usage: true } };
  return { ...model, ...asked, ...stream, ...settings, ...constraint };
}
