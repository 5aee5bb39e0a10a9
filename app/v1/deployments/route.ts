import { getViewer } from "#app/viewer.ts";
import { deploymentRequest } from "#contract/api/deployment-request.ts";
import { createDeployment, listDeployments } from "#server/deployments/deployments.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

export const GET = route(async () => {
  const results = await listDeployments(await getViewer());
  return json({ previous: null, next: null, results });
});

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const wanted = await readBody(request, deploymentRequest);
  return json(await createDeployment(wanted, await getViewer()), 201);
});
