import type { PredictionRequest, WebhookEvent } from "#contract/api/prediction-request.ts";
import type { Viewer } from "./access.ts";
import { canonicalJson, sha256 } from "./digest.ts";
import { invalidInput, Problem } from "./problem.ts";
import { requireWebhookAddress } from "./webhooks/address.ts";

/** What a program may want of a prediction beside its output. */
export type Wishes = {
  /** After how many seconds it is to end by itself. */
  endsAfter: number | null;
  webhook: { url: string; events: WebhookEvent[] } | null;
  /** A name for the request, and the digest of what it asks. */
  idempotency: { id: string; requestSha: string } | null;
};

export const NO_WISHES: Wishes = { endsAfter: null, webhook: null, idempotency: null };

const KEY_MAX = 255;
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
    idempotency: readKey(headers.get("idempotency-key"), { what, body, viewer }),
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

/** Two who ask have keys of their own. A stranger without a cookie is known by address, or a second try would be somebody else's. */
function readKey(
  key: string | null,
  { what, body, viewer }: { what: string; body: PredictionRequest; viewer: Viewer },
): Wishes["idempotency"] {
  if (key === null) return null;
  if (key.length === 0 || key.length > KEY_MAX) {
    const description = `has to be a text of 1 to ${KEY_MAX} characters, such as a random UUID`;
    throw invalidInput([{ type: "invalid", field: "Idempotency-Key", description }]);
  }
  const asker = viewer.visitor ?? `address:${viewer.address}`;
  return {
    id: sha256(`${asker}\n${key}`),
    requestSha: sha256(canonicalJson({ what, body })),
  };
}
