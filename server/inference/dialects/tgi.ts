import { z } from "zod";
import { choiceRegex } from "./choice-regex.ts";
import { finishOf } from "./completion-chunk.ts";
import type { Chunk, Dialect } from "./dialect.ts";
import { openai } from "./openai.ts";

/**
 * Text Generation Inference, and LoRAX. Its OpenAI completions take no constraint, no top_k and no penalty, so this
 * speaks its own `/generate_stream`. router/src/lib.rs of text-generation-inference.
 */
export const tgi: Dialect = {
  ...openai,
  name: "tgi",
  paths: {
    ...openai.paths,
    generate: "/generate_stream",
    models: null, // LoRAX has none
    health: "/health",
    metrics: "/metrics",
    version: "/info",
  },
  metricNames: { running: "tgi_batch_current_size", waiting: "tgi_queue_size" },
  sampling: {
    maxTokens: "max_new_tokens",
    // It refuses 0 for temperature, 1 for top_p and 0 for top_k, which are what leaving them out means.
    temperature: (value) =>
      value === 0 ? { do_sample: false } : { do_sample: true, temperature: value },
    topP: (value) => (value === 1 ? {} : { top_p: value }),
    topK: (value) => (value === 0 ? {} : { top_k: value }),
    minP: null,
    repetitionPenalty: "repetition_penalty",
    seed: "seed",
    stop: "stop",
  },
  constraint: {
    json: (schema) => ({ grammar: { type: "json", value: schema } }),
    regex: (pattern) => ({ grammar: { type: "regex", value: pattern } }),
    choice: (options) => ({ grammar: { type: "regex", value: choiceRegex(options) } }),
    grammar: null,
  },
  model: ({ adapter }) => (adapter ? { adapter_id: adapter.adapter.name } : {}),
  extras: () => ({ details: true, return_full_text: false }),
  body: ({ model, prompt, settings, constraint }) => ({
    inputs: prompt,
    parameters: { ...settings, ...constraint, ...model },
  }),
  chat: null, // its chats stream in another form
  chunk: readTgiChunk,
};

const tgiChunk = z.object({
  token: z.object({ id: z.int(), text: z.string(), special: z.boolean().nullish() }).nullish(),
  details: z
    .object({
      finish_reason: z.string(),
      generated_tokens: z.int(),
      input_length: z.int().nullish(),
    })
    .nullish(),
});

function readTgiChunk(data: unknown): Chunk {
  const { token, details } = tgiChunk.parse(data);
  return {
    // The special token that ended it comes as well: it is no part of the answer.
    text: token && !token.special ? token.text : "",
    tokens: token && !token.special ? [token.id] : [],
    finish: finishOf(details?.finish_reason),
    usage: details
      ? {
          prompt: details.input_length ?? null,
          completion: details.generated_tokens,
          cached: null,
        }
      : null,
    ...{ timings: null, promptTokens: null, environment: null, conditions: null },
  };
}
