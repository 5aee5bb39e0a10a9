import { getViewer } from "#app/viewer.ts";
import { deleteExample } from "#server/examples.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/examples/[id]">;

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id, ...model } = await context.params;
  await deleteExample(model, id, await getViewer());
  return new Response(null, { status: 204 });
});

/** A plain form knows no DELETE. */
export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id, ...model } = await context.params;
  await deleteExample(model, id, await getViewer());
  return goOn(request, `/${model.owner}/${model.name}/examples`);
});
