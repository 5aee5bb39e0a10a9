import { getViewer } from "#app/viewer.ts";
import { route } from "#server/route.ts";
import { eventStream, lastEventId } from "#server/server-sent-events.ts";
import { requireMayFollow } from "#server/stream-links.ts";

type Context = RouteContext<"/v1/predictions/[id]/stream">;

export const GET = route(async (request, context: Context) => {
  const { id } = await context.params;
  await requireMayFollow(id, new URL(request.url).searchParams, await getViewer());
  return eventStream(id, lastEventId(request.headers), request.signal);
});
