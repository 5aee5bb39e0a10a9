import { getViewer } from "#app/viewer.ts";
import { deploymentRequest } from "#contract/api/deployment-request.ts";
import { createDeployment, listDeployments } from "#server/deployments/deployments.ts";
import { makeOnce } from "#server/idempotency.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

export const GET = route(async () => {
  const results = await listDeployments(await getViewer());
  return json({ previous: null, next: null, results });
});

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const [wanted, viewer] = [await readBody(request, deploymentRequest), await getViewer()];
  const make = () => createDeployment(wanted, viewer);
  return json(await makeOnce(request, { body: () => wanted, viewer }, make), 201);
});
