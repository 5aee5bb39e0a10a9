import { z } from "zod";

/** What a webhook can be told of. */
export const webhookEvent = z.enum(["start", "output", "logs", "completed"]);
export type WebhookEvent = z.infer<typeof webhookEvent>;

const webhookEvents = z.array(webhookEvent).max(4);

/** What every request for a prediction may hold, as Replicate's clients send it. */
const common = {
  input: z.unknown().optional().describe("The inputs by name, as the version's schema has them."),
  webhook: z
    .url({ protocol: /^https?$/, error: "is no web address: it begins with https://" })
    .max(2_000, "is longer than addresses may be")
    .optional()
    .describe("Who is told of the prediction's events by POST. Needs a token."),
  webhook_events_filter: webhookEvents
    .optional()
    .describe("The events to tell of: output and completed unless given."),
  webhook_event_filter: webhookEvents.optional().describe("The same; a client writes it so."),
  webhook_completed: z.unknown().optional().describe("Means nothing here, but clients send it."),
  stream: z.boolean().optional().describe("Means nothing: everything can be streamed."),
};

/** The body of a request to a model or a deployment. */
export const predictionRequest = z.strictObject(common);

/** The body of a request that says itself what is to run. */
export const versionedPredictionRequest = z.strictObject({
  version: z
    .string()
    .min(1, "is missing: name a version")
    .max(300, "is longer than any version's name")
    .describe("64 hex digits, owner/name:digits, or owner/name for the current one."),
  ...common,
});

export type PredictionRequest = z.infer<typeof predictionRequest>;
