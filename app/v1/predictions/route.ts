import { createFrom } from "#app/v1/create-prediction.ts";
import { getViewer } from "#app/viewer.ts";
import { versionedPredictionRequest } from "#contract/api/prediction-request.ts";
import { predictionsQuery } from "#contract/api/predictions-query.ts";
import { listPredictions } from "#server/predictions.ts";
import { readBody, readQuery, searchOf } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";
import { getVersionByReference } from "#server/versions.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const { version: what, ...body } = await readBody(request, versionedPredictionRequest);
  const version = await getVersionByReference(what, await getViewer());
  return createFrom(request, body, { version, what });
});

export const GET = route(async (request) => {
  const query = readQuery(searchOf(request), predictionsQuery);
  return json(await listPredictions(await getViewer(), query));
});
