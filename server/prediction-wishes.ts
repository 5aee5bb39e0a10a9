import type { PredictionRequest, WebhookEvent } from "#contract/api/prediction-request.ts";
import type { Viewer } from "./access.ts";
import { type NamedRequest, readIdempotencyKey } from "./idempotency.ts";
import { invalidInput, Problem } from "./problem.ts";
import { requireWebhookAddress } from "./webhooks/address.ts";

/** What a program may want of a prediction beside its output. */
export type Wishes = {
  /** After how many seconds it is to end by itself. */
  endsAfter: number | null;
  webhook: { url: string; events: WebhookEvent[] } | null;
  idempotency: NamedRequest | null;
};

export const NO_WISHES: Wishes = { endsAfter: null, webhook: null, idempotency: null };

const ENDS_AFTER_MAX = 24 * 60 * 60;
const DEFAULT_EVENTS: WebhookEvent[] = ["output", "completed"];

/**
 * What a request for a prediction says of itself: `Cancel-After`, `Idempotency-Key`, and the webhook in its body. `what`
 * is what is to run, by its address. Throws a 422 Problem that names what is wrong, and a 401 for a webhook without a token.
 */
export function readWishes(
  headers: Headers,
  body: PredictionRequest,
  { what, viewer }: { what: string; viewer: Viewer },
): Wishes {
  return {
    endsAfter: readCancelAfter(headers.get("cancel-after")),
    webhook: readWebhook(body, viewer),
    idempotency: readIdempotencyKey(headers, { what, body, viewer }),
  };
}

const SECONDS = { h: 3_600, m: 60, s: 1, ms: 0.001 };

/** A duration as Go writes them (`1m30s`), or plain seconds. */
function readCancelAfter(text: string | null): number | null {
  if (text === null) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)?/g)];
  const isWhole = /^(?:\d{1,9}(?:\.\d{1,9})?|(?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|m|s))+)$/.test(text);
  const seconds = parts.reduce(
    (sum, [, amount, unit = "s"]) => sum + Number(amount) * SECONDS[unit as keyof typeof SECONDS],
    0,
  );
  if (isWhole && seconds >= 1 && seconds <= ENDS_AFTER_MAX) return seconds;
  const description = "is no time from a second to a day: write it as 30s or 1m30s";
  throw invalidInput([{ type: "invalid", field: "Cancel-After", description }]);
}

function readWebhook(body: PredictionRequest, { token }: Viewer): Wishes["webhook"] {
  const { webhook: url, webhook_events_filter, webhook_event_filter } = body;
  if (url === undefined) return null;
  if (!token) {
    const detail = "A webhook is for programs: send a token with the request.";
    throw new Problem(401, "Unauthorized", detail);
  }
  requireWebhookAddress(url);
  return { url, events: webhook_events_filter ?? webhook_event_filter ?? DEFAULT_EVENTS };
}
