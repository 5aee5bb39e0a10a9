import type { ServerResponse } from "node:http";

/** How one kind of engine looks from outside, written from its documentation and not from Vitrine's own table. */
export type EngineFacts = {
  generate: string;
  /** Where it takes messages and puts them into turns itself, with the same fields but for the prompt. */
  chat: string | null;
  /** Every field that its generate route knows, nested ones with a dot. */
  fields: string[];
  /** It refuses what it does not know; the others ignore it. */
  isStrict: boolean;
  error(status: number, message: string, type: string): unknown;
  shape: "completions" | "tgi" | "ollama";
  tokenize: string | null;
};

const COMPLETION = [
  ...["model", "prompt", "max_tokens", "temperature", "top_p", "seed", "stop", "stream"],
  ...["stream_options", "frequency_penalty", "presence_penalty", "logprobs", "n", "echo", "user"],
];
const SAMPLERS = ["top_k", "min_p", "repetition_penalty", "ignore_eos", "min_tokens"];

const nested = (status: number, message: string, type: string) => ({
  error: { message, type, param: null, code: status },
});
const flat = (status: number, message: string, type: string) => ({
  ...{ object: "error", message, type, param: null, code: status },
});
const textual = (_status: number, message: string, type: string) => ({
  ...{ error: message, error_type: type },
});

const LLAMA_SAMPLERS = ["top_k", "min_p", "repeat_penalty", "ignore_eos", "logprobs"];
const LLAMA_CONSTRAINTS = ["grammar", "json_schema", "response_format"];

export const engineFacts = {
  bundled: {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    fields: [
      ...["model", "prompt", "stream", "stream_options", "max_tokens", "temperature", "top_p"],
      ...[
        "seed",
        "stop",
        "lora",
        "lane",
        "witness",
        "cache_prompt",
        "cache_salt",
        "regex",
        "choice",
      ],
      ...LLAMA_SAMPLERS,
      ...LLAMA_CONSTRAINTS,
    ],
    isStrict: true,
    error: nested,
    shape: "completions",
    tokenize: "/tokenize",
  },
  vllm: {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    fields: [
      ...COMPLETION,
      ...SAMPLERS,
      ...["structured_outputs", "response_format", "cache_salt", "return_token_ids"],
    ],
    isStrict: false,
    error: nested,
    shape: "completions",
    tokenize: "/tokenize",
  },
  "llama-server": {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    fields: [...COMPLETION, ...LLAMA_SAMPLERS, ...LLAMA_CONSTRAINTS, "lora", "cache_prompt"],
    isStrict: false,
    error: nested,
    shape: "completions",
    tokenize: "/tokenize",
  },
  sglang: {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    fields: [...COMPLETION, ...SAMPLERS, "json_schema", "regex", "ebnf", "response_format"],
    isStrict: false,
    error: flat,
    shape: "completions",
    tokenize: "/tokenize",
  },
  tgi: {
    generate: "/generate_stream",
    chat: null,
    fields: [
      "inputs",
      ...["adapter_id", "best_of", "temperature", "repetition_penalty", "frequency_penalty"],
      ...["top_k", "top_p", "typical_p", "do_sample", "max_new_tokens", "return_full_text"],
      ...["stop", "truncate", "watermark", "details", "decoder_input_details", "seed"],
      ...["top_n_tokens", "grammar"],
    ].map((field) => (field === "inputs" ? field : `parameters.${field}`)),
    isStrict: false,
    error: textual,
    shape: "tgi",
    tokenize: null,
  },
  trtllm: {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    fields: [...COMPLETION, ...SAMPLERS, "response_format", "lora_request"],
    isStrict: true,
    error: flat,
    shape: "completions",
    tokenize: "/_internal/tokenize",
  },
  ollama: {
    generate: "/api/generate",
    chat: "/api/chat",
    fields: [
      ...["model", "prompt", "raw", "stream", "format", "keep_alive", "suffix"],
      ...["num_predict", "temperature", "top_p", "top_k", "min_p", "repeat_penalty", "seed"].map(
        (field) => `options.${field}`,
      ),
      ...["options.stop", "options.num_ctx"],
    ],
    isStrict: false,
    error: nested,
    shape: "ollama",
    tokenize: null,
  },
  openai: {
    generate: "/v1/completions",
    chat: "/v1/chat/completions",
    fields: [...COMPLETION, "response_format"],
    isStrict: true,
    error: nested,
    shape: "completions",
    tokenize: null,
  },
} satisfies Record<string, EngineFacts>;

export type DialectName = keyof typeof engineFacts;

/** The names in a request's body that the engine does not know. */
export function unknownFields(facts: EngineFacts, body: Record<string, unknown>): string[] {
  const groups = new Set(facts.fields.flatMap((field) => field.match(/^(.+)\./)?.[1] ?? []));
  return Object.entries(body)
    .flatMap(([name, value]) =>
      groups.has(name) ? Object.keys(value as object).map((inner) => `${name}.${inner}`) : [name],
    )
    .filter((name) => !facts.fields.includes(name) && !isMessages(name, facts));
}

const isMessages = (name: string, { chat }: EngineFacts): boolean =>
  name === "messages" && chat !== null;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
