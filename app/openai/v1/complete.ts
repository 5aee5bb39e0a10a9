import type { z } from "zod";
import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { awaitEnd, completion, protocolOf } from "#server/openai/answers.ts";
import { createRawPrediction, type RawRequest } from "#server/openai/raw-predictions.ts";
import { completionStream } from "#server/openai/stream.ts";
import { readWishes } from "#server/prediction-wishes.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin } from "#server/route.ts";

/** Answers a request to complete a prompt or a chat, at once where it is streamed and else at its end. */
export async function complete(request: Request, shape: z.ZodType<RawRequest>): Promise<Response> {
  requireSameOrigin(request);
  const body = await readBody(request, shape);
  const [model, protocol] = [body.model, protocolOf(body)];
  const what = { what: `openai/${model}`, viewer: await getViewer() };
  const wishes = readWishes(request.headers, { input: body }, what);
  const viewer = await getOrAdmitViewer();
  const made = await createRawPrediction(body, { viewer, wishes });
  const includesUsage = body.stream_options?.include_usage ?? false;
  const response = body.stream
    ? completionStream(made, { protocol, model, includesUsage, viewer }, request.signal)
    : json(completion(await awaitEnd(made.id, viewer, request.signal), protocol, model));
  response.headers.set("x-vitrine-prediction", made.id);
  return response;
}
