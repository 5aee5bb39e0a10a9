import { getViewer } from "#app/viewer.ts";
import { getPrediction } from "#server/predictions.ts";
import { route } from "#server/route.ts";
import { eventStream, lastEventId } from "#server/server-sent-events.ts";

type Context = RouteContext<"/v1/predictions/[id]/stream">;

export const GET = route(async (request, context: Context) => {
  const { id } = await context.params;
  await getPrediction(id, await getViewer());
  return eventStream(id, lastEventId(request.headers), request.signal);
});
