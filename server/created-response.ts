import { isFinished, type Prediction } from "#contract/prediction.ts";
import type { Viewer } from "./access.ts";
import { BEYOND_CHUNKS, streamPrediction } from "./inference/stream.ts";
import { asAccepted, getPrediction } from "./predictions.ts";
import { json } from "./route.ts";
import { shared } from "./shared.ts";

/** Replicate's clients themselves give up after a minute, and some then ask once more. */
const WAIT_MAX_SECONDS = 55;
const WAITING_MAX = 200;
/** For the way of the answer. */
const MARGIN_MS = 100;

/**
 * The answer to whoever made a prediction. It comes at once, or with `Prefer: wait[=seconds]` (RFC 7240) when the
 * prediction has ended; if that takes longer, it says `starting`, as Replicate's clients take anything else for the end.
 */
export async function createdResponse(
  { headers, signal }: Request,
  prediction: Prediction,
  viewer: Viewer,
): Promise<Response> {
  const wish = wishedWait(headers);
  const waiters = shared("waiters", () => ({ count: 0 }));
  const mayWait = wish !== null && waiters.count < WAITING_MAX && !isFinished(prediction.status);
  if (!mayWait) return respond(asTold(headers, prediction));
  waiters.count += 1;
  try {
    await untilEnd(prediction.id, wish.seconds, signal);
    return respond(asAccepted(await getPrediction(prediction.id, viewer)), wish.applied);
  } finally {
    waiters.count -= 1;
  }
}

/** Our own page is shown how far it is; a program is told as Replicate's clients need it. */
const asTold = (headers: Headers, prediction: Prediction): Prediction =>
  headers.has("sec-fetch-site") ? prediction : asAccepted(prediction);

function respond(prediction: Prediction, applied?: string): Response {
  const response = json(prediction, 201);
  response.headers.set("location", prediction.urls.get);
  if (applied) response.headers.set("preference-applied", applied);
  return response;
}

/** What a `Prefer` header says of waiting, in the words in which it is confirmed; null where it says nothing of it. */
function wishedWait(headers: Headers): { seconds: number; applied: string } | null {
  const found = /(?:^|,)\s*wait\s*(?:=\s*"?(\d{1,4})"?\s*)?(?=[,;]|$)/i.exec(
    headers.get("prefer") ?? "",
  );
  if (!found) return null;
  const [, given] = found;
  const seconds = Math.min(Math.max(Number(given ?? WAIT_MAX_SECONDS), 1), WAIT_MAX_SECONDS);
  return { seconds, applied: given === undefined ? "wait" : `wait=${given}` };
}

/** Returns at the end of a prediction, or when the time is up, the asker is gone or this process leaves. */
async function untilEnd(id: string, seconds: number, asker: AbortSignal): Promise<void> {
  const patience = AbortSignal.timeout(seconds * 1_000 - MARGIN_MS);
  const signal = AbortSignal.any([asker, patience]);
  for await (const { type } of streamPrediction(id, BEYOND_CHUNKS, signal))
    if (type === "done") return;
}
