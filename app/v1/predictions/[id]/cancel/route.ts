import { getViewer } from "#app/viewer.ts";
import { cancelPrediction } from "#server/predictions.ts";
import { isFormPost, json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/predictions/[id]/cancel">;

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  const prediction = await cancelPrediction(id, await getViewer());
  if (!isFormPost(request)) return json(prediction);
  return new Response(null, { status: 303, headers: { location: `/p/${id}` } });
});
