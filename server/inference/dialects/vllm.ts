import { createHash } from "node:crypto";
import type { Dialect } from "./dialect.ts";
import { openai } from "./openai.ts";

/** vLLM, and what serves it unchanged: Ray Serve LLM, KServe, llm-d, production-stack, Modal, BentoML. docs.vllm.ai, "OpenAI-Compatible Server". */
export const vllm: Dialect = {
  ...openai,
  name: "vllm",
  paths: {
    ...openai.paths,
    health: "/health",
    tokenize: "/tokenize",
    metrics: "/metrics",
    asleep: "/is_sleeping",
    version: "/version",
  },
  metricNames: {
    running: "vllm:num_requests_running",
    waiting: "vllm:num_requests_waiting",
    kvUsed: "vllm:kv_cache_usage_perc",
  },
  sampling: {
    ...openai.sampling,
    topK: "top_k",
    minP: "min_p",
    repetitionPenalty: "repetition_penalty",
  },
  constraint: {
    json: (schema) => ({ structured_outputs: { json: schema } }),
    regex: (pattern) => ({ structured_outputs: { regex: pattern } }),
    choice: (options) => ({ structured_outputs: { choice: options } }),
    grammar: null, // its grammars are EBNF
  },
  prompt: "tokens",
  tokenizer: {
    literal: false,
    alwaysOpens: false,
    body: (model, { text }, first) => ({ model, prompt: text, add_special_tokens: first }),
  },
  extras: ({ id, lane, cacheSalt }) => ({
    return_token_ids: true,
    // Nothing has a prediction's own salt yet: an exact one reuses nothing.
    ...saltField(lane === "exact" ? id : cacheSalt),
  }),
  failsWith503: true,
  loadAdapter: ({ name, path }) => ({
    path: "/v1/load_lora_adapter",
    body: { lora_name: name, lora_path: path },
  }),
  unloadAdapter: ({ name }) => ({ path: "/v1/unload_lora_adapter", body: { lora_name: name } }),
};

/** It takes no salt with `@`, `/` or `\` in it, and need not learn who a visitor is. */
function saltField(salt: string | null) {
  if (salt === null) return {};
  return { cache_salt: createHash("sha256").update(salt).digest("hex") };
}
