import { getViewer } from "#app/viewer.ts";
import { modelChanges } from "#contract/api/model-request.ts";
import { INSTALLATION } from "#server/access.ts";
import { deleteModel } from "#server/model-deletion.ts";
import { changeModel } from "#server/model-edit.ts";
import { getModel } from "#server/models.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return json(await getModel(owner, name, await getViewer()));
});

export const PATCH = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { owner, name } = await context.params;
  const wanted = await readBody(request, modelChanges);
  await changeModel({ owner, name }, wanted, await getViewer());
  return json(await getModel(owner, name, INSTALLATION));
});

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  await deleteModel(await context.params, await getViewer());
  return new Response(null, { status: 204 });
});
