import { getViewer } from "#app/viewer.ts";
import { listReleases } from "#server/deployments/deployments.ts";
import { json, route } from "#server/route.ts";

type Context = RouteContext<"/v1/deployments/[owner]/[name]/releases">;

export const GET = route(async (_request, context: Context) => {
  const results = await listReleases(await context.params, await getViewer());
  return json({ previous: null, next: null, results });
});
