import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import type { PredictionRequest } from "#contract/api/prediction-request.ts";
import { createdResponse } from "#server/created-response.ts";
import { limitHeaders } from "#server/model-limits.ts";
import { readWishes } from "#server/prediction-wishes.ts";
import { createPrediction } from "#server/predictions.ts";
import type { Version } from "#server/versions.ts";

/** Makes the prediction that a request asks for, and answers it. `what` is what is to run, as the request names it. */
export async function createFrom(
  request: Request,
  body: PredictionRequest,
  { version, what, deployment }: { version: Version; what: string; deployment?: string },
): Promise<Response> {
  const wishes = readWishes(request.headers, body, { what, viewer: await getViewer() });
  const viewer = await getOrAdmitViewer();
  const source = request.headers.has("sec-fetch-site") ? "web" : "api";
  const asked = { version, input: body.input, source, viewer, wishes } as const;
  const made = await createPrediction({ ...asked, ...(deployment ? { deployment } : {}) });
  const [response, left] = await Promise.all([
    createdResponse(request, made, viewer),
    limitHeaders(version, viewer),
  ]);
  for (const [name, value] of Object.entries(left)) response.headers.set(name, value);
  return response;
}
