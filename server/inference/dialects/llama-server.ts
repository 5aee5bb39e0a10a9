import type { Choice, Dialect, Fields } from "./dialect.ts";
import { openai } from "./openai.ts";

/** llama.cpp's server, single or as a router; also llama-swap in front of it. tools/server/README.md of llama.cpp. */
export const llamaServer: Dialect = {
  ...openai,
  name: "llama-server",
  paths: {
    ...openai.paths,
    models: "/models",
    health: "/health",
    tokenize: "/tokenize",
    metrics: "/metrics",
    version: "/props",
  },
  metricsByModel: true,
  metricNames: { running: "llamacpp:requests_processing", waiting: "llamacpp:requests_deferred" },
  sampling: {
    ...openai.sampling,
    topK: "top_k",
    minP: "min_p",
    repetitionPenalty: "repeat_penalty",
  },
  constraint: {
    json: (schema) => ({ json_schema: schema }),
    regex: null,
    choice: (options) => ({ grammar: choiceGrammar(options) }),
    grammar: (text) => ({ grammar: text }),
  },
  model: modelFields,
  scalesAdapters: true,
  prompt: "tokens",
  tokenizer: {
    literal: true,
    alwaysOpens: false,
    body: (model, { kind, text }, first) => ({
      model,
      content: text,
      add_special: first,
      parse_special: kind === "template",
    }),
  },
  // What is reused from other prompts may change the last bits.
  extras: ({ lane }) => ({ cache_prompt: lane !== "exact" }),
  states: "list",
  loadModel: (model) => ({ path: "/models/load", body: { model } }),
};

/** Adapters given at start go by number, and those not named keep their global strength: name them all. A router's presets go by name. */
function modelFields({ base, adapter, others }: Choice): Fields {
  if (adapter && !isNumber(adapter.adapter.name)) return { model: adapter.adapter.name };
  const numbered = others.filter(({ name }) => isNumber(name));
  if (numbered.length === 0) return { model: base };
  const strength = (name: string) => (adapter?.adapter.name === name ? adapter.scale : 0);
  return {
    model: base,
    lora: numbered.map(({ name }) => ({ id: Number(name), scale: strength(name) })),
  };
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** GBNF of a choice between texts. */
function choiceGrammar(options: string[]): string {
  return `root ::= ${options.map(quote).join(" | ")}`;
}

const quote = (text: string): string =>
  `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
