import { getViewer } from "#app/viewer.ts";
import { getReadiness } from "#server/models.ts";
import { json, route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/readiness">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return json(await getReadiness(owner, name, await getViewer()));
});
