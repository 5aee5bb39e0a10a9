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

const completionRequest = z
  .strictObject({
    model: z.string().min(1),
    prompt: z.union([z.string(), z.array(segment).min(1), z.array(tokenId).min(1)]),
    stream: z.boolean().default(false),
    stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
    max_tokens: z.number().int().min(1).max(1_048_576).optional(),
    temperature: z.number().min(0).max(100).default(0.8),
    top_p: z.number().min(0).max(1).default(0.95),
    top_k: z.number().int().min(0).max(1_000_000).default(40),
    min_p: z.number().min(0).max(1).default(0.05),
    repeat_penalty: z.number().min(0.1).max(10).default(1),
    seed: z.number().int().min(-1).max(0xffffffff).default(-1),
    stop: z.array(stopString).max(16).default([]),
    grammar: z.string().min(1).optional(),
    json_schema: z.record(z.string(), z.unknown()).optional(),
    cache_prompt: z.boolean().default(true),
  })
  .refine((request) => !(request.grammar && request.json_schema), {
    message: "grammar and json_schema cannot both be given",
  });

const tokenizeRequest = z.strictObject({
  model: z.string().optional(),
  content: z.union([z.string(), z.array(segment)]),
  with_pieces: z.boolean().default(false),
  add_special: z.boolean().default(false),
  parse_special: z.boolean().default(false),
});

/** llama-server's names and defaults; `seed` -1 is random, `top_k` 0 is no limit, `repeat_penalty` 1 is none. */
export type CompletionRequest = z.infer<typeof completionRequest>;
/** llama-server's POST /tokenize, but `parse_special` is false by default and `content` may be segments. */
export type TokenizeRequest = z.infer<typeof tokenizeRequest>;

/** Throws RequestError naming each wrong or unknown field. */
export function parseCompletionRequest(body: unknown): CompletionRequest {
  return parse(completionRequest, body);
}

/** Throws RequestError naming each wrong or unknown field. */
export function parseTokenizeRequest(body: unknown): TokenizeRequest {
  return parse(tokenizeRequest, body);
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `Unknown field: ${[...issue.path, issue.keys.join(", ")].join(".")}.`
      : `${issue.path.join(".") || "The body"}: ${issue.message}.`,
  );
  throw new RequestError("invalid_request_error", sentences.join(" "));
}
