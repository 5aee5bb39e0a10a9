import { getViewer } from "#app/viewer.ts";
import { modelRequest } from "#contract/api/model-request.ts";
import { getModel, listModels } from "#server/models.ts";
import { createModelFrom } from "#server/new-model.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

export const GET = route(async () => {
  return json({ previous: null, next: null, results: await listModels(await getViewer()) });
});

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const viewer = await getViewer();
  const { owner, name } = await createModelFrom(await readBody(request, modelRequest), viewer);
  return json(await getModel(owner, name, viewer), 201);
});
