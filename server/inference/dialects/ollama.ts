import { z } from "zod";
import type { ChatMessage } from "../client/chat-messages.ts";
import { finishOf } from "./completion-chunk.ts";
import type { Chunk, Dialect, Fields } from "./dialect.ts";
import { openai } from "./openai.ts";

const NANOSECONDS_PER_MS = 1e6;

/**
 * Ollama. Its OpenAI routes put a model's own template around every prompt and take few sampler values, so this speaks
 * its `/api/generate` with `raw`. docs/api.md of ollama.
 */
export const ollama: Dialect = {
  ...openai,
  name: "ollama",
  paths: {
    ...openai.paths,
    generate: "/api/generate",
    models: "/api/tags",
    version: "/api/version",
  },
  sampling: {
    maxTokens: "num_predict",
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    minP: "min_p",
    repetitionPenalty: "repeat_penalty",
    seed: "seed",
    stop: "stop",
  },
  constraint: { json: (schema) => ({ format: schema }), regex: null, choice: null, grammar: null },
  body: ({ model, prompt, settings, constraint, contextLength }) => ({
    ...model,
    prompt,
    raw: true,
    stream: true,
    options: optionsOf(settings, contextLength),
    ...constraint,
  }),
  chat: {
    path: "/api/chat",
    body: ({ model, messages, settings, constraint, contextLength }) => ({
      ...model,
      messages: messages.map(ollamaMessage),
      stream: true,
      options: optionsOf(settings, contextLength),
      ...constraint,
    }),
  },
  framing: "lines",
  chunk: readOllamaChunk,
  states: "loaded",
  loadModel: (model, contextLength) => ({
    path: "/api/generate",
    body: { model, stream: false, options: { num_ctx: contextLength } },
  }),
};

/** Without its context's length a prompt is cut silently at Ollama's default. */
const optionsOf = (settings: Fields, contextLength: number | null): Fields => ({
  ...settings,
  ...(contextLength ? { num_ctx: contextLength } : {}),
});

/** It takes a message's images beside its text, as base64 alone. */
function ollamaMessage({ role, content }: ChatMessage): Fields {
  if (typeof content === "string") return { role, content };
  const texts = content.flatMap((part) => (part.type === "text" ? part.text : []));
  const images = content.flatMap((part) =>
    part.type === "image_url" ? part.image_url.url.replace(/^data:[^,]*,/, "") : [],
  );
  return { role, content: texts.join("\n"), images };
}

const ollamaChunk = z.object({
  response: z.string().nullish(),
  message: z.object({ content: z.string().nullish() }).nullish(),
  done: z.boolean(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.int().nullish(),
  eval_count: z.int().nullish(),
  load_duration: z.number().nullish(),
  prompt_eval_duration: z.number().nullish(),
  eval_duration: z.number().nullish(),
});

function readOllamaChunk(data: unknown): Chunk {
  const chunk = ollamaChunk.parse(data);
  return {
    text: chunk.response ?? chunk.message?.content ?? "",
    finish: chunk.done ? finishOf(chunk.done_reason ?? "stop") : null,
    usage: chunk.done
      ? {
          prompt: chunk.prompt_eval_count ?? null,
          completion: chunk.eval_count ?? null,
          cached: null,
        }
      : null,
    timings: chunk.done
      ? {
          queueMs: null,
          promptMs: inMs(chunk.prompt_eval_duration),
          decodeMs: inMs(chunk.eval_duration),
        }
      : null,
    ...{ tokens: [], promptTokens: null, environment: null, conditions: null },
  };
}

const inMs = (nanoseconds: number | null | undefined): number | null =>
  nanoseconds == null ? null : nanoseconds / NANOSECONDS_PER_MS;
