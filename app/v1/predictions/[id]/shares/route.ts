import { getViewer } from "#app/viewer.ts";
import { shareRequest } from "#contract/share.ts";
import { makeOnce } from "#server/idempotency.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";
import { createShare, listShares, revokeShares } from "#server/shares/shares.ts";

type Context = RouteContext<"/v1/predictions/[id]/shares">;

export const GET = route(async (_request, context: Context) => {
  const { id } = await context.params;
  return json(await listShares(id, await getViewer()));
});

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  const [wanted, viewer] = [await readBody(request, shareRequest), await getViewer()];
  const make = () => createShare(id, wanted, viewer);
  return json(await makeOnce(request, { body: () => wanted, viewer, prediction: id }, make), 201);
});

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await revokeShares(id, await getViewer());
  return new Response(null, { status: 204 });
});
