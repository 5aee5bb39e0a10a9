import { createFrom } from "#app/v1/create-prediction.ts";
import { getViewer } from "#app/viewer.ts";
import { predictionRequest } from "#contract/api/prediction-request.ts";
import { getDeployedVersion } from "#server/deployments/deployments.ts";
import { readBody } from "#server/request-body.ts";
import { requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/deployments/[owner]/[name]/predictions">;

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { owner, name } = await context.params;
  const version = await getDeployedVersion({ owner, name }, await getViewer());
  const body = await readBody(request, predictionRequest);
  const deployment = `${owner}/${name}`;
  return createFrom(request, body, { version, what: `deployments/${deployment}`, deployment });
});
