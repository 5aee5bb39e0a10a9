import { getViewer } from "#app/viewer.ts";
import { getPrediction } from "#server/predictions.ts";
import { json, route } from "#server/route.ts";

type Context = RouteContext<"/v1/predictions/[id]">;

export const GET = route(async (_request, context: Context) => {
  const { id } = await context.params;
  return json(await getPrediction(id, await getViewer()));
});
