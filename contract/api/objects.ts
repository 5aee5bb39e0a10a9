import { z } from "zod";
import { predictionObject, time } from "./prediction-object.ts";

/** What is refused, and why (RFC 9457, with Replicate's list of fields). */
export const problemObject = z.strictObject({
  title: z.string(),
  detail: z.string().describe("A sentence that says what to do next."),
  status: z.int(),
  invalid_fields: z
    .array(z.strictObject({ type: z.string(), field: z.string(), description: z.string() }))
    .optional(),
  retry_after: z.int().optional().describe("Seconds, as the header says."),
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    next: z.string().nullable().describe("The address of the next page."),
    previous: z.string().nullable(),
    results: z.array(item),
  });

export const versionObject = z.strictObject({
  id: z.string(),
  created_at: time,
  cog_version: z.string(),
  openapi_schema: z
    .record(z.string(), z.unknown())
    .describe("Its inputs are at components.schemas.Input, its output at Output."),
});

const link = z.string().nullable();

export const modelObject = z.strictObject({
  url: z.string(),
  owner: z.string(),
  name: z.string(),
  description: z.string(),
  visibility: z.enum(["public", "private"]).describe("An unlisted model is private here."),
  github_url: link,
  paper_url: link,
  license_url: link,
  run_count: z.int(),
  cover_image_url: link,
  default_example: predictionObject.nullable(),
  latest_version: versionObject.nullable(),
});

export const accountObject = z.strictObject({
  type: z.literal("user"),
  username: z.string(),
  name: z.string(),
  github_url: link,
  avatar_url: link,
});

export const releaseObject = z.strictObject({
  number: z.int(),
  model: z.string(),
  version: z.string(),
  created_at: time,
  created_by: accountObject,
  configuration: z.strictObject({
    hardware: z.string(),
    min_instances: z.int(),
    max_instances: z.int(),
  }),
});

export const deploymentObject = z.strictObject({
  owner: z.string(),
  name: z.string(),
  current_release: releaseObject,
});

/** A file as `/v1` tells of it, in the shape of Replicate's API. */
export const fileObject = z.strictObject({
  id: z.string(),
  name: z.string(),
  content_type: z.string(),
  size: z.int(),
  etag: z.string(),
  checksums: z.strictObject({ sha256: z.string() }),
  metadata: z.strictObject({}),
  created_at: time,
  expires_at: time.describe("When it goes unless a prediction uses it by then."),
  urls: z.strictObject({ get: z.string() }),
});

export const hardwareObject = z.strictObject({ name: z.string(), sku: z.string() });

export const secretObject = z.strictObject({ key: z.string().describe("whsec_ and base64.") });

/** What OpenAI's clients look for where a request is refused. */
export const openAiErrorObject = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

const usage = z.strictObject({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});
const choice = {
  index: z.literal(0),
  logprobs: z.null(),
  finish_reason: z.enum(["stop", "length"]),
};
const completion = {
  id: z.string(),
  created: z.int(),
  model: z.string(),
  system_fingerprint: z.string(),
  usage,
};

export const chatCompletionObject = z.strictObject({
  ...completion,
  object: z.literal("chat.completion"),
  choices: z.array(
    z.strictObject({
      ...choice,
      message: z.strictObject({
        role: z.literal("assistant"),
        content: z.string(),
        refusal: z.null(),
      }),
    }),
  ),
});

export const textCompletionObject = z.strictObject({
  ...completion,
  object: z.literal("text_completion"),
  choices: z.array(z.strictObject({ ...choice, text: z.string() })),
});

export const rawModelObject = z.strictObject({
  id: z.string(),
  object: z.literal("model"),
  created: z.int(),
  owned_by: z.string(),
});
