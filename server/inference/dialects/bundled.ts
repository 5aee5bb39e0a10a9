import type { Dialect } from "./dialect.ts";
import { llamaServer } from "./llama-server.ts";
import { openai } from "./openai.ts";

/** The bundled engine: llama-server's routes, names and errors, with prompts as segments and adapters by their digest. */
export const bundled: Dialect = {
  ...llamaServer,
  name: "bundled",
  metricsByModel: false,
  constraint: {
    json: (schema) => ({ json_schema: schema }),
    regex: (pattern) => ({ regex: pattern }),
    choice: (options) => ({ choice: options }),
    grammar: (text) => ({ grammar: text }),
  },
  model: ({ base, adapter }) => ({
    model: base,
    ...(adapter ? { lora: [{ id: adapter.adapter.name, scale: adapter.scale }] } : {}),
  }),
  prompt: "segments",
  tokenizer: null,
  extras: ({ lane, cacheSalt }) => ({
    lane,
    witness: true,
    ...(cacheSalt ? { cache_salt: cacheSalt } : {}),
  }),
  body: openai.body,
  chat: null, // its chats are of text alone
  loadModel: (model, contextLength) => ({
    path: "/models/load",
    body: { model, n_ctx: contextLength },
  }),
};
