import { z } from "zod";
import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { createdResponse } from "#server/created-response.ts";
import { createPrediction, listPredictions } from "#server/predictions.ts";
import { json, readBody, requireSameOrigin, route } from "#server/route.ts";
import { getVersionByReference } from "#server/versions.ts";

const body = z.strictObject({
  version: z.string().min(1).max(300),
  input: z.unknown(),
  stream: z.boolean().optional(),
});

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const viewer = await getOrAdmitViewer();
  const { version: reference, input } = await readBody(request, body);
  const version = await getVersionByReference(reference, viewer);
  const made = await createPrediction({ version, input, source: "api", viewer });
  return createdResponse(request, made, viewer);
});

export const GET = route(async (request) => {
  const cursor = new URL(request.url).searchParams.get("cursor");
  return json(await listPredictions(await getViewer(), cursor));
});
