import { getViewer } from "#app/viewer.ts";
import { requireSameOrigin, route } from "#server/route.ts";
import { revokeShare } from "#server/shares/shares.ts";

type Context = RouteContext<"/v1/shares/[id]">;

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await revokeShare(id, await getViewer());
  return new Response(null, { status: 204 });
});
