import { z } from "zod";

const ONE = "can only be 1 here: send one request for each answer";
const NONE = "is nothing that this server does: leave it out, or give its default";
const tokens = z.int().min(1).max(8_192).nullish();
const stop = z.string().min(1).max(256);

const jsonSchema = z.record(z.string(), z.unknown());
const responseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({ name: z.string().optional(), schema: jsonSchema }),
  }),
]);
export type ResponseFormat = z.infer<typeof responseFormat>;

/** What both kinds of request may hold. What has no effect here is taken at its default alone, so that nobody is misled. */
const common = {
  model: z
    .string()
    .min(1, "is missing: name a model as owner/name")
    .max(300)
    .describe("owner/name, owner/name:version, or the 64 hex digits of a version."),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: tokens.describe("As many as the model's form allows unless given."),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([stop, z.array(stop).max(8)]).nullish(),
  n: z.literal(1, ONE).nullish(),
  presence_penalty: z.literal(0, NONE).nullish(),
  frequency_penalty: z.literal(0, NONE).nullish(),
  logit_bias: z.strictObject({}, NONE).nullish(),
  user: z.string().nullish().describe("Means nothing here."),
  metadata: z.unknown().optional().describe("Means nothing here."),
  store: z.unknown().optional().describe("Means nothing here: every request is stored."),
};

const textPart = z.object({ type: z.literal("text", NONE), text: z.string() });
const message = z.strictObject({
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: z.union([z.string(), z.array(textPart)]),
  name: z.string().nullish(),
});

/** The body of a chat completion, in the shape of OpenAI's API. */
export const chatRequest = z.strictObject({
  ...common,
  messages: z.array(message).min(1, "are missing: give at least one").max(1_000),
  max_completion_tokens: tokens,
  response_format: responseFormat.nullish(),
  logprobs: z.literal(false, NONE).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** The body of a completion. Special tokens count in its prompt: whoever sends one writes the turns of a chat as well. */
export const completionRequest = z.strictObject({
  ...common,
  prompt: z.union([z.string().min(1), z.array(z.string().min(1)).length(1)], {
    error: "has to be one text: send one request for each",
  }),
  best_of: z.literal(1, ONE).nullish(),
  echo: z.literal(false, NONE).nullish(),
  suffix: z.null(NONE).optional(),
  logprobs: z.null(NONE).optional(),
});
export type CompletionRequest = z.infer<typeof completionRequest>;
