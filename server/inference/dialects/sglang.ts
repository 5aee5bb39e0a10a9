import { choiceRegex } from "./choice-regex.ts";
import type { Dialect } from "./dialect.ts";
import { openai } from "./openai.ts";

/** SGLang. docs.sglang.ai, "OpenAI APIs" and "LoRA serving". */
export const sglang: Dialect = {
  ...openai,
  name: "sglang",
  paths: {
    ...openai.paths,
    health: "/health",
    tokenize: "/tokenize",
    metrics: "/metrics",
    version: "/server_info",
  },
  metricNames: {
    running: "sglang:num_running_reqs",
    waiting: "sglang:num_queue_reqs",
    kvUsed: "sglang:token_usage",
  },
  sampling: {
    ...openai.sampling,
    topK: (value) => ({ top_k: value === 0 ? -1 : value }),
    minP: "min_p",
    repetitionPenalty: "repetition_penalty",
  },
  constraint: {
    json: (schema) => ({ json_schema: JSON.stringify(schema) }),
    regex: (pattern) => ({ regex: pattern }),
    choice: (options) => ({ regex: choiceRegex(options) }),
    grammar: null, // its grammars are EBNF
  },
  model: ({ base, adapter }) => ({ model: adapter ? `${base}:${adapter.adapter.name}` : base }),
  prompt: "tokens",
  tokenizer: {
    literal: false,
    alwaysOpens: false,
    body: (model, { text }, first) => ({ model, prompt: text, add_special_tokens: first }),
  },
  loadAdapter: ({ name, path }) => ({
    path: "/load_lora_adapter",
    body: { lora_name: name, lora_path: path },
  }),
  unloadAdapter: ({ name }) => ({ path: "/unload_lora_adapter", body: { lora_name: name } }),
};
