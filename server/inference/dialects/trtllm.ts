import { choiceRegex } from "./choice-regex.ts";
import type { Dialect } from "./dialect.ts";
import { openai } from "./openai.ts";

/**
 * TensorRT-LLM's `trtllm-serve`, which refuses every field that it does not know: its completions have no `cache_salt`.
 * tensorrt_llm/serve/openai_protocol.py.
 */
export const trtllm: Dialect = {
  ...openai,
  name: "trtllm",
  paths: {
    ...openai.paths,
    health: "/health",
    tokenize: "/_internal/tokenize",
    metrics: "/prometheus/metrics", // `/metrics` is JSON about single iterations
    version: "/version",
  },
  metricNames: {
    running: "trtllm_num_requests_running",
    waiting: "trtllm_num_requests_waiting",
    kvUsed: "trtllm_kv_cache_utilization",
  },
  sampling: {
    ...openai.sampling,
    topK: "top_k",
    minP: "min_p",
    repetitionPenalty: "repetition_penalty",
  },
  constraint: {
    json: (schema) => ({ response_format: { type: "json", schema } }),
    regex: (pattern) => ({ response_format: { type: "regex", regex: pattern } }),
    choice: (options) => ({ response_format: { type: "regex", regex: choiceRegex(options) } }),
    grammar: null, // its grammars are EBNF
  },
  model: ({ base, adapter }) => ({
    model: base,
    ...(adapter
      ? {
          lora_request: {
            lora_name: adapter.adapter.name,
            lora_int_id: adapter.adapter.id,
            lora_path: adapter.adapter.path,
          },
        }
      : {}),
  }),
  prompt: "tokens",
  tokenizer: {
    literal: false,
    alwaysOpens: true,
    body: (_model, { text }) => ({ prompt: text }),
  },
};
