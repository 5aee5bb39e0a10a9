import { getViewer } from "#app/viewer.ts";
import { modelRequest } from "#contract/api/model-request.ts";
import { makeOnce } from "#server/idempotency.ts";
import { getModel, listModels } from "#server/models.ts";
import { createModelFrom } from "#server/new-model.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

export const GET = route(async () => {
  return json({ previous: null, next: null, results: await listModels(await getViewer()) });
});

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const [viewer, wanted] = [await getViewer(), await readBody(request, modelRequest)];
  const make = async () => {
    const { owner, name } = await createModelFrom(wanted, viewer);
    return getModel(owner, name, viewer);
  };
  return json(await makeOnce(request, { body: () => wanted, viewer }, make), 201);
});
