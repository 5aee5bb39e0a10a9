import { z } from "zod";
import { RequestError } from "./errors.ts";

const segment = z.strictObject({ kind: z.enum(["template", "text"]), text: z.string() });
const tokenId = z.number().int().min(0).max(0xffffffff);
// Lone surrogates have no UTF-8 and would never be found in the output.
const stopString = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => Buffer.from(text).toString() === text, "must be well-formed Unicode");
const jsonSchema = z.record(z.string(), z.unknown());
const modelId = z.string().min(1).max(256);

const responseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json_object"), schema: jsonSchema.optional() }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.object({ schema: jsonSchema }),
  }),
]);

const generation = {
  model: modelId,
  stream: z.boolean().default(false),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  max_tokens: z.number().int().min(1).max(1_048_576).optional(),
  temperature: z.number().min(0).max(100).default(0.8),
  top_p: z.number().min(0).max(1).default(0.95),
  top_k: z.number().int().min(0).max(1_000_000).default(40),
  min_p: z.number().min(0).max(1).default(0.05),
  repeat_penalty: z.number().min(0.1).max(10).default(1),
  seed: z.number().int().min(-1).max(0xffffffff).default(-1),
  stop: z.union([stopString.transform((text) => [text]), z.array(stopString).max(16)]).default([]),
  ignore_eos: z.boolean().default(false),
  grammar: z.string().min(1).optional(),
  json_schema: jsonSchema.optional(),
  regex: z.string().min(1).optional(),
  choice: z.array(z.string().min(1)).min(1).optional(),
  response_format: responseFormat.optional(),
  lora: z
    .array(z.strictObject({ id: z.string().min(1), scale: z.number().min(-100).max(100) }))
    .max(8)
    .default([]),
  lane: z.enum(["shared", "exact"]).default("shared"),
  cache_prompt: z.boolean().default(true),
  cache_salt: z.string().min(1).max(128).nullish(),
  witness: z.boolean().default(false),
};

const completionRequest = z
  .strictObject({
    ...generation,
    prompt: z.union([z.string(), z.array(segment).min(1), z.array(tokenId).min(1)]),
    logprobs: z.number().int().min(0).max(20).optional(),
  })
  .superRefine(requireOneConstraint);

const chatMessage = z.strictObject({
  role: z.enum(["system", "user", "assistant", "developer"]),
  content: z.string(),
  name: z.string().optional(),
});

const chatRequest = z
  .strictObject({
    ...generation,
    messages: z.array(chatMessage).min(1).max(1_000),
    max_completion_tokens: generation.max_tokens,
    logprobs: z.boolean().default(false),
    top_logprobs: z.number().int().min(0).max(20).optional(),
    n: z.literal(1).optional(),
  })
  .superRefine(requireOneConstraint);

const tokenizeRequest = z.strictObject({
  model: modelId,
  content: z.union([z.string(), z.array(segment)]),
  with_pieces: z.boolean().default(false),
  add_special: z.boolean().default(false),
  parse_special: z.boolean().default(false),
});

const detokenizeRequest = z.strictObject({ model: modelId, tokens: z.array(tokenId) });

const loadRequest = z.strictObject({
  model: modelId,
  n_ctx: z.number().int().min(64).max(1_048_576).optional(),
  keep: z.boolean().optional(),
});
const unloadRequest = z.strictObject({ model: modelId });
const loadAdapterRequest = z.strictObject({
  lora_name: modelId,
  lora_path: z.string().endsWith(".gguf", "must name a .gguf file"),
  load_inplace: z.boolean().default(false),
});
const unloadAdapterRequest = z.strictObject({ lora_name: modelId });

/**
 * llama-server's names and defaults; `seed` -1 is random, `top_k` 0 is no limit, `repeat_penalty` 1 is none. `lane`, segments
 * and `witness` (look at the probabilities of each step) are ours; `cache_salt` and `choice` are vLLM's, `regex` is SGLang's.
 */
export type CompletionRequest = z.infer<typeof completionRequest>;
export type ChatRequest = z.infer<typeof chatRequest>;

/** The bodies that are understood. `tokenize` is llama-server's, but `parse_special` is false by default. */
export const bodies = {
  completion: completionRequest,
  chat: chatRequest,
  tokenize: tokenizeRequest,
  detokenize: detokenizeRequest,
  load: loadRequest,
  unload: unloadRequest,
  loadAdapter: loadAdapterRequest,
  unloadAdapter: unloadAdapterRequest,
};

function requireOneConstraint(request: object, context: z.RefinementCtx): void {
  const kinds = ["grammar", "json_schema", "regex", "choice"];
  const given = kinds.filter((kind) => Reflect.get(request, kind) !== undefined);
  const format = Reflect.get(request, "response_format");
  if (format !== undefined && format.type !== "text") given.push("response_format");
  if (given.length < 2) return;
  const message = `${given.join(" and ")} cannot both be given`;
  context.addIssue({ code: "custom", path: [given[0] ?? ""], message });
}

/** Throws RequestError naming each wrong or unknown field. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `Unknown field: ${[...issue.path, issue.keys.join(", ")].join(".")}.`
      : `${issue.path.join(".") || "The body"}: ${issue.message}.`,
  );
  throw new RequestError("invalid_request_error", sentences.join(" "));
}
