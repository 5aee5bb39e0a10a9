import type { Sampling, Segment } from "#server/inference/engine.ts";
import type { DialectName } from "./fake-engine-facts.ts";
import { BOS, SPECIAL, wordId } from "./fake-tokenizer.ts";

/** Values that no engine has for defaults, so that one that is missing shows. */
export const SAMPLING: Sampling = {
  ...{ maxTokens: 9, temperature: 0.5, topP: 0.9, topK: 7, minP: 0.1 },
  ...{ repetitionPenalty: 1.1, seed: 42, stop: ["END"] },
};

/** A turn in which somebody typed the end of it. */
export const SEGMENTS: Segment[] = [
  { kind: "template", text: "<|im_start|>" },
  { kind: "text", text: "hi <|im_end|>" },
  { kind: "template", text: "<|im_end|>" },
];

const typedText = SEGMENTS.map(({ text }) => text).join("");

const brokenMarker = [wordId("hi"), wordId("<"), wordId("|im_end|>")];
const literalMarker = [wordId("hi"), wordId("<|im_end|>")];
const START = SPECIAL["<|im_start|>"] ?? Number.NaN;
const END = SPECIAL["<|im_end|>"] ?? Number.NaN;

const COMMON = {
  ...{ max_tokens: 9, temperature: 0.5, top_p: 0.9, seed: 42, stop: ["END"] },
  ...{ stream: true, stream_options: { include_usage: true } },
};
const SAMPLERS = { top_k: 7, min_p: 0.1, repetition_penalty: 1.1 };
const LLAMA_SAMPLERS = { top_k: 7, min_p: 0.1, repeat_penalty: 1.1 };

const SCHEMA = { type: "object", properties: { a: { type: "string" } } };
export const JSON_CONSTRAINT = { kind: "json" as const, schema: SCHEMA };

type Expectation = {
  /** The whole body of an unconstrained request. */
  body: Record<string, unknown>;
  dropped: (keyof Sampling)[];
  /** What a JSON schema, a pattern, a choice and a grammar add to it; null: it cannot. */
  json: Record<string, unknown>;
  regex: Record<string, unknown> | null;
  choice: Record<string, unknown> | null;
  grammar: Record<string, unknown> | null;
  /** What choosing the adapter changes in it. */
  adapter: Record<string, unknown>;
};

const named = { adapter: { model: "french" } };
const none = { regex: null, choice: null, grammar: null };

/** What each engine's documentation asks for, written down by hand. */
export const expectations: Record<DialectName, Expectation> = {
  bundled: {
    body: {
      model: "org/base",
      prompt: SEGMENTS,
      ...COMMON,
      ...LLAMA_SAMPLERS,
      lane: "shared",
      witness: true,
    },
    dropped: [],
    json: { json_schema: SCHEMA },
    regex: { regex: "a+" },
    choice: { choice: ["a", "b"] },
    grammar: { grammar: 'root ::= "a"' },
    adapter: { lora: [{ id: "french", scale: 1 }] },
  },
  vllm: {
    body: {
      ...{ model: "org/base", prompt: [BOS, START, ...brokenMarker, END] },
      ...{ ...COMMON, ...SAMPLERS, return_token_ids: true },
    },
    dropped: [],
    json: { structured_outputs: { json: SCHEMA } },
    regex: { structured_outputs: { regex: "a+" } },
    choice: { structured_outputs: { choice: ["a", "b"] } },
    grammar: null,
    ...named,
  },
  "llama-server": {
    body: {
      ...{ model: "org/base", prompt: [BOS, START, ...literalMarker, END] },
      ...{ ...COMMON, ...LLAMA_SAMPLERS, cache_prompt: true },
    },
    dropped: [],
    json: { json_schema: SCHEMA },
    regex: null,
    choice: { grammar: 'root ::= "a" | "b"' },
    grammar: { grammar: 'root ::= "a"' },
    ...named,
  },
  sglang: {
    body: {
      ...{ model: "org/base", prompt: [BOS, START, ...brokenMarker, END] },
      ...{ ...COMMON, ...SAMPLERS },
    },
    dropped: [],
    json: { json_schema: JSON.stringify(SCHEMA) },
    regex: { regex: "a+" },
    choice: { regex: "(a|b)" },
    grammar: null,
    adapter: { model: "org/base:french" },
  },
  tgi: {
    body: {
      inputs: typedText,
      parameters: {
        ...{ max_new_tokens: 9, do_sample: true, temperature: 0.5, top_p: 0.9, top_k: 7 },
        ...{ repetition_penalty: 1.1, seed: 42, stop: ["END"] },
        ...{ details: true, return_full_text: false },
      },
    },
    dropped: ["minP"],
    json: { "parameters.grammar": { type: "json", value: SCHEMA } },
    regex: { "parameters.grammar": { type: "regex", value: "a+" } },
    choice: { "parameters.grammar": { type: "regex", value: "(a|b)" } },
    grammar: null,
    adapter: { "parameters.adapter_id": "french" },
  },
  trtllm: {
    body: {
      ...{ model: "org/base", prompt: [BOS, START, ...brokenMarker, END] },
      ...{ ...COMMON, ...SAMPLERS },
    },
    dropped: [],
    json: { response_format: { type: "json", schema: SCHEMA } },
    regex: { response_format: { type: "regex", regex: "a+" } },
    choice: { response_format: { type: "regex", regex: "(a|b)" } },
    grammar: null,
    adapter: { lora_request: { lora_name: "french", lora_int_id: 3, lora_path: "/loras/french" } },
  },
  ollama: {
    body: {
      ...{ model: "org/base", prompt: typedText, raw: true, stream: true },
      options: {
        ...{ num_predict: 9, temperature: 0.5, top_p: 0.9, seed: 42, stop: ["END"] },
        ...{ ...LLAMA_SAMPLERS, num_ctx: 512 },
      },
    },
    dropped: [],
    json: { format: SCHEMA },
    ...none,
    ...named,
  },
  openai: {
    body: { model: "org/base", prompt: typedText, ...COMMON },
    dropped: ["topK", "minP", "repetitionPenalty"],
    json: {
      response_format: {
        type: "json_schema",
        json_schema: { name: "output", schema: SCHEMA, strict: true },
      },
    },
    ...none,
    ...named,
  },
};

/** A body with fields changed, `parameters.x` being one inside `parameters`. */
export function withFields(
  body: Record<string, unknown>,
  fields: Record<string, unknown>,
): Record<string, unknown> {
  const changed = structuredClone(body);
  for (const [path, value] of Object.entries(fields)) {
    const [outer, inner] = path.split(".");
    if (inner) Object.assign(changed[outer ?? ""] as object, { [inner]: value });
    else changed[path] = value;
  }
  return changed;
}
