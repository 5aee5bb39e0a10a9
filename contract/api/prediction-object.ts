import { z } from "zod";
import { webhookEvent } from "./prediction-request.ts";

/** As clients of Replicate's API know them; what waits in the queue is `starting`. */
export const predictionStatus = z.enum([
  "starting",
  "processing",
  "succeeded",
  "failed",
  "canceled",
]);

const count = z.int().min(0);
const seconds = z.number().min(0);
export const time = z.iso.datetime();

/** Seconds, tokens and tokens per second, as Replicate names them; absent while unknown. */
export const predictionMetrics = z.strictObject({
  predict_time: seconds.optional(),
  total_time: seconds.optional(),
  queue_time: seconds.optional(),
  prompt_time: seconds.optional(),
  time_to_first_token: seconds.optional(),
  input_token_count: count.optional(),
  output_token_count: count.optional(),
  tokens_per_second: z.number().min(0).optional(),
});

/** Why a prediction is not running yet; seconds are estimates from measured runs, null while nothing was measured. */
export const predictionWait = z.strictObject({
  reason: z.enum(["queued", "waking", "fetching-weights", "no-weights", "no-engine"]),
  progress: z.number().nullable().describe("Of waking or fetching: a fraction of 1."),
  waking_seconds: z.number().nullable().describe("Of waking: seconds until the model is loaded."),
  position: count.describe("Place in line: 1 is next."),
  estimated_seconds: z.number().nullable().describe("Until it should begin, waking included."),
});

/** What computed it. */
export const predictionEngine = z.strictObject({
  name: z.string(),
  environment: z
    .string()
    .nullable()
    .describe("The SHA-256 under which everything about it is stored."),
  weights: z.array(z.strictObject({ name: z.string(), sha256: z.string().nullable() })),
  hardware: z.string().nullable(),
});

/** A prediction as `/v1` sends it: Replicate's keys, then Vitrine's own, which Replicate's clients ignore. */
export const predictionObject = z.strictObject({
  id: z.string().describe("26 characters; also its address: /p/{id}."),
  model: z.string().describe("owner/name"),
  version: z.string().describe("64 hex digits."),
  status: predictionStatus.describe("The last three are final."),
  input: z.record(z.string(), z.unknown()).describe("What was asked, as it was stored."),
  output: z
    .union([z.array(z.string()), z.string()])
    .nullable()
    .describe(
      "An append-only list of pieces, to be joined without anything between, null before the first; an image is one text, null before its end.",
    ),
  error: z.string().nullable().describe("Why it failed, in a sentence."),
  logs: z.string(),
  metrics: predictionMetrics,
  source: z.enum(["api", "web"]),
  data_removed: z.boolean(),
  created_at: time,
  started_at: time.nullable(),
  completed_at: time.nullable(),
  raw: z
    .literal(true)
    .optional()
    .describe("There where it was asked with a prompt of its own, past its model's form."),
  deadline: time.optional().describe("When it is to end by itself."),
  deployment: z.string().optional().describe("The owner/name that it was asked through."),
  webhook: z.string().optional().describe("There for whoever asked for it."),
  webhook_events_filter: z.array(webhookEvent).optional(),
  urls: z.strictObject({
    get: z.string(),
    cancel: z.string(),
    stream: z
      .string()
      .describe("Its output as server-sent events, from the beginning at any time."),
    web: z.string().describe("The page to show to people."),
  }),
  wait: predictionWait.nullable(),
  can_cancel: z.boolean().describe("Whether whoever asks may end it now."),
  can_share: z.boolean().describe("Whether whoever asks may make links to it."),
  can_delete: z.boolean().describe("Whether whoever asks may delete it now."),
  can_report: z.boolean().describe("Whether there is an output, or a lack of one, to report."),
  can_feature: z.boolean().describe("Whether whoever asks may add it to the examples."),
  open_reports: count
    .nullable()
    .describe("How many reports of it wait for an answer; null for who may not read them."),
  violations: z.array(z.string()).describe("How the output breaks the rules of its kind."),
  finish_reason: z.enum(["stop", "length"]).nullable(),
  seed: z.number().nullable(),
  attempts: count,
  engine: predictionEngine.nullable(),
});
