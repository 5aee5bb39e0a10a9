import { getViewer } from "#app/viewer.ts";
import { deploymentChanges } from "#contract/api/deployment-request.ts";
import {
  deleteDeployment,
  getDeployment,
  updateDeployment,
} from "#server/deployments/deployments.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/deployments/[owner]/[name]">;

export const GET = route(async (_request, context: Context) =>
  json(await getDeployment(await context.params, await getViewer())),
);

export const PATCH = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const changes = await readBody(request, deploymentChanges);
  return json(await updateDeployment(await context.params, changes, await getViewer()));
});

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  await deleteDeployment(await context.params, await getViewer());
  return new Response(null, { status: 204 });
});
