import { outputText, type Prediction } from "#contract/prediction.ts";
import type { Viewer } from "#server/access.ts";
import { sha256 } from "#server/digest.ts";
import { BEYOND_CHUNKS, streamPrediction } from "#server/inference/stream.ts";
import { getPrediction } from "#server/predictions.ts";
import { Problem } from "#server/problem.ts";
import type { RawRequest } from "./raw-predictions.ts";

/** OpenAI's clients give up after ten minutes by themselves. */
const WAIT_MAX_MS = 600_000;

/** The two protocols, which differ in names alone. */
export type Protocol = "chat" | "text";

export const protocolOf = (body: RawRequest): Protocol => ("messages" in body ? "chat" : "text");

/** What every answer and every piece of one begins with. */
export const envelope = (prediction: Prediction, protocol: Protocol, model: string) => ({
  id: `${protocol === "chat" ? "chatcmpl" : "cmpl"}-${prediction.id}`,
  created: Math.floor(Date.parse(prediction.created_at) / 1_000),
  model,
  system_fingerprint: `v_${sha256(prediction.version).slice(0, 12)}`,
});

/** Waits for a prediction's end. Throws a 500 Problem where it has failed or was canceled, and a 504 after ten minutes. */
export async function awaitEnd(
  id: string,
  viewer: Viewer,
  asker: AbortSignal,
): Promise<Prediction> {
  const signal = AbortSignal.any([asker, AbortSignal.timeout(WAIT_MAX_MS)]);
  for await (const { type } of streamPrediction(id, BEYOND_CHUNKS, signal))
    if (type === "done") return requireSucceeded(await getPrediction(id, viewer));
  const detail = `It is not finished yet: GET /v1/predictions/${id} tells when it is.`;
  throw new Problem(504, "Not finished", detail);
}

function requireSucceeded(prediction: Prediction): Prediction {
  if (prediction.status === "succeeded") return prediction;
  const detail = prediction.error ?? "It was canceled.";
  throw new Problem(500, "Failed", `${detail} It is kept as ${prediction.urls.web}.`);
}

/** A finished prediction as OpenAI's API answers. */
export function completion(prediction: Prediction, protocol: Protocol, model: string) {
  const text = outputText(prediction);
  const finish_reason = prediction.finish_reason ?? "stop";
  const said =
    protocol === "chat"
      ? { message: { role: "assistant", content: text, refusal: null } }
      : { text };
  return {
    ...envelope(prediction, protocol, model),
    object: protocol === "chat" ? "chat.completion" : "text_completion",
    choices: [{ index: 0, ...said, logprobs: null, finish_reason }],
    usage: usageOf(prediction),
  };
}

export function usageOf({ metrics }: Prediction) {
  const [prompt, written] = [metrics.input_token_count ?? 0, metrics.output_token_count ?? 0];
  return { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written };
}
